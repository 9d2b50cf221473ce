// Programs named ssh and pulumi are on PATH, record how they were called, and answer.
import { once } from "node:events";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { text } from "node:stream/consumers";

import { type Emulator, startEmulator } from "../../../emulator";
import { createJob } from "../../../provider/api/endpoints/jobs";
import { observeJob } from "../../../provider/resources/account/fetchJobs";
import { clientFor } from "../../support/clientFor";
import {
  createPlace,
  type Finished,
  type Place,
  runDispersed,
  startDispersed,
} from "./runDispersed";

jest.setTimeout(60_000);

const PROGRAMS = "programs";

let emulator: Emulator;
let place: Place;
let uuid: string;
let login: readonly string[];

beforeEach(async () => {
  emulator = await startEmulator({ assignAfterMs: 0, startAfterMs: 0, cancelAfterMs: 0 });
  place = createPlace();
  mkdirSync(path.join(place.folder, PROGRAMS));
  uuid = await makeJob([22, 8888]);
  const { run } = await observeJob(clientFor(emulator), uuid);
  const port = run?.nodeUrls.find(({ description }) => description === "ssh")?.port;
  login = ["-p", String(port), "duser@127.0.0.1"];
});
afterEach(async () => {
  place.close();
  await emulator.close();
});

async function makeJob(ports: readonly number[]): Promise<string> {
  const container = { image: "a", ports: [...ports] };
  const spec = { task: "PERSISTENT", title: "box", container } as const;
  return (await createJob(clientFor(emulator), spec)).uuid;
}

function install(program: string, script: string): void {
  const calls = path.join(place.folder, `${program}.calls`);
  const lines = ["#!/bin/sh", `printf '%s\\n' "$@" > '${calls}'`, script];
  writeFileSync(path.join(place.folder, PROGRAMS, program), lines.join("\n"), { mode: 0o755 });
}

const environment = (): NodeJS.ProcessEnv => ({
  ...place.env(emulator),
  PATH: path.join(place.folder, PROGRAMS),
});

const run = (...args: readonly string[]): Promise<Finished> =>
  runDispersed(place, environment(), "ssh", ...args);

/** What a program was called with; `undefined` when it never was. */
function argumentsOf(program: string): readonly string[] | undefined {
  const calls = path.join(place.folder, `${program}.calls`);
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

test("ssh reads the input of the command", async () => {
  install("ssh", 'read -r line; echo "read $line"');
  const child = startDispersed(place, environment(), "ssh", uuid);
  const out = text(child.stdout);
  child.stdin.end("hello\n");
  await once(child, "exit");
  expect(await out).toBe("read hello\n");
});

test("a signal that ends the command ends ssh, with the exit code of a shell", async () => {
  install("ssh", "echo up; exec /bin/sleep 30");
  const child = startDispersed(place, environment(), "ssh", uuid);
  const exit = once(child, "exit");
  await once(child.stdout, "data");
  child.kill("SIGTERM");
  expect(await exit).toEqual([143, null]);
});

test("--print prints a command that a shell reads the same, and starts nothing", async () => {
  install("ssh", "exit 7");
  const { out, code } = await run("--print", uuid, "--", "echo 'a  b'");
  expect(code).toBe(0);
  expect(out).toBe(`ssh ${login.join(" ")} 'echo '\\''a  b'\\'''\n`);
  expect(argumentsOf("ssh")).toBeUndefined();
});

test.each([
  ["a job's uuid", () => uuid],
  ["a job", () => ({ uuid, status: "PENDING" })],
])("a stack output that is %s is looked up", async (_what, value) => {
  exportOutput(value());
  expect(await run("box", "--print")).toMatchObject({ out: `ssh ${login.join(" ")}\n`, code: 0 });
  expect(argumentsOf("pulumi")).toEqual([
    ...["--non-interactive", "stack", "output", "--json", "--", "box"],
  ]);
});

test.each([
  ["the output ssh", { host: "h.example", port: 4022, user: "me", command: "ignored" }],
  ["its command", "ssh -p 4022 me@h.example"],
])("a stack output that is %s needs no request", async (_what, value) => {
  exportOutput(value);
  const before = emulator.requests().length;
  const { out } = await run("--stack-output", "box", "--print", "--", "ls");
  expect(out).toBe("ssh -p 4022 me@h.example ls\n");
  expect(emulator.requests().length).toBe(before);
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
  ["a command for a host", { host: "h;touch x", port: 22 }],
  ["an option for a user", { host: "h.example", port: 22, user: "-oProxyCommand=touch" }],
  ["a port that is none", { host: "h.example", port: "22 -oProxyCommand=touch" }],
  ["an option for a private key", "ssh -i -oProxyCommand=touch -p 22 me@h.example"],
  ["a private key with a command in it", "ssh -i $(touch) -p 22 me@h.example"],
  ["a command with an option", "ssh -p 22 -oProxyCommand=touch me@h.example"],
  ["a command with another behind it", "ssh -p 22 me@h.example;touch x"],
  ["a secret", "[secret]"],
  ["something else", 5],
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
  const hosts = ["-oProxyCommand=touch x", "h;touch x", "h -oProxyCommand=touch", "$(touch x)", ""];
  for (const hostname of hosts) {
    const found = { uuid, job_uuid: uuid, status: "RUNNING", node_urls: [{ ...url, hostname }] };
    emulator.failNext({
      ...{ route: "GET /v1/job-runs", status: 200 },
      body: JSON.stringify({ data: [found], total: 1 }),
    });
    const { code, err } = await run(uuid);
    expect([code, argumentsOf("ssh")]).toEqual([1, undefined]);
    expect(err).toContain("publishes no ports");
  }
});

test("without pulumi on PATH a name leads nowhere, and a uuid is asked for", async () => {
  const { code, err } = await run("box");
  expect(code).toBe(1);
  expect(err).toContain("`pulumi` is not on PATH. Give the job's uuid instead");
});

test("what pulumi complains of is shown", async () => {
  install("pulumi", "echo 'error: no stack selected' >&2; exit 255");
  const { code, err } = await run("box");
  expect([code, err.split("\n")[0]]).toEqual([
    1,
    "error: cannot read the stack output box: `pulumi stack output` failed: no stack selected. " +
      "Give the job's uuid instead: `dispersed jobs` lists them.",
  ]);
});

test("without ssh on PATH the next step is named", async () => {
  const { code, err } = await run(uuid);
  expect([code, err]).toEqual([1, expect.stringContaining("install the OpenSSH client")]);
});

test("login to an ended job, or to one without port 22, is refused", async () => {
  install("ssh", "exit 0");
  const { err: closed } = await run(await makeJob([8888]));
  expect(closed).toMatch(/publishes only 8888\. .*22 in container\.ports/);
  await emulator.endJob(uuid, { status: "FAILED" });
  const { code, err } = await run(uuid);
  expect([code, argumentsOf("ssh")]).toEqual([1, undefined]);
  expect(err).toMatch(/the job is FAILED.*`dispersed logs/);
});

test("a job that waits for a node is reported as such", async () => {
  const json = { status: "PENDING" };
  emulator.addFaults([{ route: "GET /v1/jobs/{uuid}", action: "lie", json }]);
  const { code, err } = await run(uuid);
  expect([code, err]).toEqual([1, expect.stringContaining("the job is PENDING")]);
});

test.each([
  ["no job", [], "name the job: its uuid, or a stack output"],
  ["two jobs", ["00000000-0000-4000-8000-000000000000", "--stack-output", "box"], "not both"],
  ["a user that is an option", ["box", "--user=-oProxyCommand=x"], "--user must be a user name"],
  ["an option of ssh before --", ["box", "-L", "1:h:2"], "unknown option"],
])("%s is wrong usage, and nothing is started", async (_what, args, words) => {
  install("pulumi", "exit 0");
  const { code, err } = await run(...args);
  expect([code, argumentsOf("pulumi")]).toEqual([2, undefined]);
  expect(err).toContain(words);
});
