import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import { credentials } from "@grpc/grpc-js";
import { LanguageRuntimeClient } from "@pulumi/pulumi/proto/language_grpc_pb";
import * as language from "@pulumi/pulumi/proto/language_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";

// The host alone, spoken to as the engine does. The program's SDK has a runner that only does what
// a test wants to see; its protocol files are the real ones.

const repository = dirname(dirname(dirname(__dirname)));
const launcher = join(repository, "scripts/engine/languageHost/pulumi-language-nodejs");
const sdk = dirname(require.resolve("@pulumi/pulumi/package.json"));

let folder: string;
let host: ChildProcess;
let client: LanguageRuntimeClient;
let lines: AsyncIterator<string, undefined>;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "pulumi-dispersed-host-"));
});

afterEach(() => {
  client.close();
  host.kill("SIGKILL");
  rmSync(folder, { recursive: true, force: true });
});

async function startHost(runner: string): Promise<void> {
  const copy = join(folder, "node_modules/@pulumi/pulumi");
  mkdirSync(join(copy, "cmd/run"), { recursive: true });
  writeFileSync(join(copy, "package.json"), '{ "name": "@pulumi/pulumi", "version": "3.1.2" }');
  writeFileSync(join(copy, "cmd/run/index.js"), runner);
  symlinkSync(join(sdk, "proto"), join(copy, "proto"));
  symlinkSync(join(repository, "node_modules"), join(copy, "node_modules"));
  host = spawn(launcher, ["engine:1"], { cwd: folder, stdio: ["pipe", "pipe", "inherit"] });
  if (host.stdout === null) throw new Error("The host has no stdout.");
  lines = createInterface(host.stdout)[Symbol.asyncIterator]() as typeof lines;
  client = new LanguageRuntimeClient(`127.0.0.1:${await nextLine()}`, credentials.createInsecure());
}

async function nextLine(): Promise<string> {
  return String((await lines.next()).value);
}

function programInfo(
  options: Parameters<typeof Struct.fromJavaScript>[0] = {},
): language.ProgramInfo {
  return new language.ProgramInfo()
    .setRootDirectory("/root")
    .setProgramDirectory(folder)
    .setEntryPoint(".")
    .setOptions(Struct.fromJavaScript(options));
}

function runRequest(info = programInfo()): language.RunRequest {
  const request = new language.RunRequest()
    .setProject("project")
    .setStack("stack")
    .setOrganization("org")
    .setMonitorAddress("monitor:1")
    .setParallel(4)
    .setInfo(info);
  return request;
}

const run = (request: language.RunRequest): Promise<language.RunResponse> =>
  promisify<language.RunRequest, language.RunResponse>(client.run.bind(client))(request);

describe("the language host", () => {
  test("passes everything from the engine on to the SDK's runner", async () => {
    await startHost(`
      const { PULUMI_CONFIG, PULUMI_CONFIG_SECRET_KEYS, PULUMI_NODEJS_TYPESCRIPT } = process.env;
      const env = { PULUMI_CONFIG, PULUMI_CONFIG_SECRET_KEYS, PULUMI_NODEJS_TYPESCRIPT };
      console.log(JSON.stringify({ args: process.argv.slice(2), env }));
    `);
    const options = { typescript: false };
    const request = runRequest(programInfo(options))
      .setPwd(folder)
      .setDryrun(true)
      .setArgsList(["one", "two words"])
      .setConfigsecretkeysList(["project:password"]);
    request.getConfigMap().set("project:password", "hunter2");

    const response = await run(request);

    expect(response.toObject()).toEqual({ error: "", bail: false });
    expect(JSON.parse(await nextLine())).toEqual({
      args: [
        ...["--monitor", "monitor:1", "--engine", "engine:1", "--organization", "org"],
        ...["--project", "project", "--stack", "stack", "--root-directory", "/root"],
        ...["--pwd", folder, "--parallel", "4", "--dry-run", ".", "one", "two words"],
      ],
      env: {
        PULUMI_CONFIG: '{"project:password":"hunter2"}',
        PULUMI_CONFIG_SECRET_KEYS: '["project:password"]',
        PULUMI_NODEJS_TYPESCRIPT: "false",
      },
    });
  });

  test("ends with its program when the engine is gone", async () => {
    await startHost("console.log('running'); setInterval(() => {}, 1_000);");
    const response = run(runRequest()).catch((error: unknown) => error);
    expect(await nextLine()).toBe("running");

    host.stdin?.end();

    await once(host, "exit");
    await response;
    // Its stdout is the host's: the end of that stream is the end of both.
    expect((await lines.next()).done).toBe(true);
  });
});
