// Programs named ssh and pulumi are on PATH, record how they were called, and answer.
import { once } from "node:events";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

import { createJob } from "../../../provider/api/endpoints/jobs";
import { observeJob } from "../../../provider/resources/account/fetchJobs";
import { clientFor } from "../../support/clientFor";
import { type Finished, startDispersed } from "./runDispersed";
import { useCli } from "./useCli";

const PROGRAMS = "programs";

const cli = useCli();
let uuid: string;
let login: readonly string[];

beforeEach(async () => {
  mkdirSync(path.join(cli.place.folder, PROGRAMS));
  uuid = await makeJob([22, 8888]);
  const { run } = await observeJob(clientFor(cli.emulator), uuid);
  const port = run?.nodeUrls.find(({ description }) => description === "ssh")?.port;
  login = ["-p", String(port), "duser@127.0.0.1"];
});

async function makeJob(ports: readonly number[]): Promise<string> {
  const container = { image: "a", ports: [...ports] };
  const spec = { task: "PERSISTENT", title: "box", container } as const;
  return (await createJob(clientFor(cli.emulator), spec)).uuid;
}

function install(program: string, script: string): void {
  const calls = path.join(cli.place.folder, `${program}.calls`);
  const lines = ["#!/bin/sh", `printf '%s\\n' "$@" > '${calls}'`, script];
  writeFileSync(path.join(cli.place.folder, PROGRAMS, program), lines.join("\n"), { mode: 0o755 });
}

const environment = (): NodeJS.ProcessEnv => ({
  ...cli.place.env(cli.emulator),
  PATH: path.join(cli.place.folder, PROGRAMS),
});

const run = (...args: readonly string[]): Promise<Finished> =>
  cli.runIn(environment(), "ssh", ...args);

/** What a program was called with; `undefined` when it never was. */
function argumentsOf(program: string): readonly string[] | undefined {
  const calls = path.join(cli.place.folder, `${program}.calls`);
  return existsSync(calls) ? readFileSync(calls, "utf8").trimEnd().split("\n") : undefined;
}

/** A `pulumi` whose stack has one output. */
const exportOutput = (value: unknown): void => install("pulumi", `echo '${JSON.stringify(value)}'`);

test("starts ssh with the run's address and ends with its exit code", async () => {
  install("ssh", "echo welcome; echo motd >&2; exit 7");
  expect(await run(uuid)).toEqual({ out: "welcome\n", err: "motd\n", code: 7 });
  expect(argumentsOf("ssh")).toEqual(login);
});

test("what follows -- goes to ssh as it is", async () => {
  install("ssh", "exit 0");
  await run(uuid, "--user", "root", "--", "-L", "1:h:2", "--print", "echo $HOME; a  b");
  const [, port = ""] = login;
  const more = ["-L", "1:h:2", "--print", "echo $HOME; a  b"];
  expect(argumentsOf("ssh")).toEqual(["-p", port, "root@127.0.0.1", ...more]);
});

test("a signal that ends the command ends ssh, with the exit code of a shell", async () => {
  install("ssh", "echo up; exec /bin/sleep 30");
  const child = startDispersed(cli.place, environment(), "ssh", uuid);
  const exit = once(child, "exit");
  await once(child.stdout, "data");
  child.kill("SIGTERM");
  expect(await exit).toEqual([143, null]);
});

test("a stack output that is a job is looked up", async () => {
  exportOutput({ uuid, status: "PENDING" });
  expect(await run("box", "--print")).toMatchObject({ out: `ssh ${login.join(" ")}\n`, code: 0 });
  expect(argumentsOf("pulumi")).toEqual([
    ...["--non-interactive", "stack", "output", "--json", "--", "box"],
  ]);
});

test("a stack output that is a box's command needs no request", async () => {
  exportOutput("ssh -p 4022 me@h.example");
  const before = cli.emulator.requests().length;
  const { out } = await run("--stack-output", "box", "--print", "--", "echo 'a  b'");
  expect(out).toBe("ssh -p 4022 me@h.example 'echo '\\''a  b'\\'''\n");
  expect([cli.emulator.requests().length, argumentsOf("ssh")]).toEqual([before, undefined]);
});

test("a stack output that is a box's command takes the private key that the command names", async () => {
  install("ssh", "exit 0");
  exportOutput("ssh -i ~/.ssh/dispersed-box -p 4022 me@h.example");
  expect((await run("box", "--", "nvidia-smi")).code).toBe(0);
  expect(argumentsOf("ssh")).toEqual([
    ...["-i", "~/.ssh/dispersed-box", "-p", "4022", "me@h.example", "nvidia-smi"],
  ]);
});

test.each([
  ["an option for a host", { host: "-oProxyCommand=touch x", port: 22 }],
  ["an option for a private key", "ssh -i -oProxyCommand=touch -p 22 me@h.example"],
  ["a command with another behind it", "ssh -p 22 me@h.example;touch x"],
])("a stack output with %s starts nothing", async (_what, value) => {
  install("ssh", "exit 0");
  exportOutput(value);
  const { code, err } = await run("box");
  expect([code, argumentsOf("ssh")]).toEqual([1, undefined]);
  expect(err).toContain("export a job's uuid");
});

test("J06: an invalid host from the service starts nothing", async () => {
  install("ssh", "exit 0");
  const url = { description: "ssh", port: 22, protocol: "tcp", tls: false };
  const hosts = ["-oProxyCommand=touch x", "h;touch x", ""];
  for (const hostname of hosts) {
    const found = { uuid, job_uuid: uuid, status: "RUNNING", node_urls: [{ ...url, hostname }] };
    cli.emulator.failNext({
      ...{ route: "GET /v1/job-runs", status: 200 },
      body: JSON.stringify({ data: [found], total: 1 }),
    });
    const { code, err } = await run(uuid);
    expect([code, argumentsOf("ssh")]).toEqual([1, undefined]);
    expect(err).toContain("publishes no ports");
  }
});
