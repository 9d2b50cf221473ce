// Programs named ssh and pulumi are on PATH, record how they were called, and answer.
import { once } from "node:events";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { text } from "node:stream/consumers";

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

test("ssh reads the input of the command", async () => {
  install("ssh", 'read -r line; echo "read $line"');
  const child = startDispersed(cli.place, environment(), "ssh", uuid);
  const out = text(child.stdout);
  child.stdin.end("hello\n");
  await once(child, "exit");
  expect(await out).toBe("read hello\n");
});

test("a signal that ends the command ends ssh, with the exit code of a shell", async () => {
  install("ssh", "echo up; exec /bin/sleep 30");
  const child = startDispersed(cli.place, environment(), "ssh", uuid);
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
  const before = cli.emulator.requests().length;
  const { out } = await run("--stack-output", "box", "--print", "--", "ls");
  expect(out).toBe("ssh -p 4022 me@h.example ls\n");
  expect(cli.emulator.requests().length).toBe(before);
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
    cli.emulator.failNext({
      ...{ route: "GET /v1/job-runs", status: 200 },
      body: JSON.stringify({ data: [found], total: 1 }),
    });
    const { code, err } = await run(uuid);
    expect([code, argumentsOf("ssh")]).toEqual([1, undefined]);
    expect(err).toContain("publishes no ports");
  }
});

test.each<[string, () => string, string, string]>([
  [
    "without pulumi on PATH a name leads nowhere, and a uuid is asked for",
    () => "box",
    "exit 0",
    "`pulumi` is not on PATH. Give the job's uuid instead",
  ],
  ["without ssh on PATH the next step is named", () => uuid, "", "install the OpenSSH client"],
])("%s", async (_what, job, ssh, words) => {
  if (ssh !== "") install("ssh", ssh);
  const { code, err } = await run(job());
  expect([code, err]).toEqual([1, expect.stringContaining(words)]);
});

test("the reason of a failed `pulumi stack output` is shown", async () => {
  install("pulumi", "echo 'error: no stack selected' >&2; exit 255");
  const { code, err } = await run("box");
  expect([code, err]).toEqual([1, expect.stringContaining("failed: no stack selected. Give")]);
});

test("login to an ended job, or to one without port 22, is refused", async () => {
  install("ssh", "exit 0");
  const { err: closed } = await run(await makeJob([8888]));
  expect(closed).toMatch(/publishes only 8888\. .*22 in container\.ports/);
  await cli.emulator.endJob(uuid, { status: "FAILED" });
  const { code, err } = await run(uuid);
  expect([code, argumentsOf("ssh")]).toEqual([1, undefined]);
  expect(err).toMatch(/the job is FAILED.*`dispersed logs/);
});

test("a job that waits for a node is reported as such", async () => {
  const json = { status: "PENDING" };
  cli.emulator.addFaults([{ route: "GET /v1/jobs/{uuid}", action: "lie", json }]);
  const { code, err } = await run(uuid);
  expect([code, err]).toEqual([1, expect.stringContaining("the job is PENDING")]);
});
