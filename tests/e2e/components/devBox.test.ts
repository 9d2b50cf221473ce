// A DevBox on the real engine: the example, unchanged.
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";

import { startEmulator, type Emulator } from "../../../emulator";
import { findExecutable } from "../../../scripts/engine/findExecutable";
import { succeeded, type Project } from "../../support/engine/project";
import { CANCEL, CREATE, printed, quick, writes } from "../../support/stack";
import { configureExample, createExample } from "./exampleProject";

const PARENT = "urn:pulumi:test::dev-box::dispersed:index:DevBox";
const JOB = `${PARENT}$pulumi-nodejs:dynamic/dispersed:Job::box`;
const KEY = `${PARENT}$pulumi-nodejs:dynamic/dispersed:SshKey::box`;

let emulator: Emulator;
let project: Project;
/** Everything that the engine has said to a person so far. */
let said: string;

async function pulumi(...args: readonly string[]): Promise<string> {
  const run = succeeded(await project.pulumi(...args));
  said += printed(run);
  return run.stdout;
}

const up = (...args: readonly string[]): Promise<string> =>
  pulumi("up", "--yes", "--skip-preview", ...args);

beforeEach(async () => {
  said = "";
  emulator = await startEmulator(quick);
  project = await createExample("dev-box");
  await configureExample(project, emulator);
});

afterEach(async () => {
  project.close();
  await emulator.close();
});

test("the example comes up with a key of its own, keeps it encrypted, and leaves nothing alive", async () => {
  await pulumi("preview");
  expect(emulator.ledger().requests).toBe(0);

  await up();
  const outputs = JSON.parse(await pulumi("stack", "output", "--json")) as Record<string, unknown>;
  expect(outputs).toEqual({
    status: "RUNNING",
    ssh: expect.stringMatching(
      /^ssh -i ~\/\.ssh\/dispersed-box -p \d+ duser@127\.0\.0\.1$/,
    ) as unknown,
    sshConfig: expect.stringMatching(/^Host box\n {2}HostName 127\.0\.0\.1\n/) as unknown,
    privateKey: "[secret]",
    url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/) as unknown,
    hourlyRateUsd: expect.any(Number) as unknown,
    expiresAt: expect.any(String) as unknown,
  });
  expect((await fetch(String(outputs["url"]))).ok).toBe(true);

  await up("--expect-no-changes");
  const sent = await sentKey();
  const exported = await pulumi("stack", "export");
  // Each line of a key is searched for: its header, and the first line of its base64.
  expect(`${said}${exported}`).not.toMatch(/OPENSSH PRIVATE KEY|b3BlbnNzaC1rZXkt/);
  expect(sent).toMatch(/^ssh-ed25519 \S+ box$/);
  const sshKeygen = findExecutable("ssh-keygen", process.env);
  if (sshKeygen !== undefined) expect(await publicHalf(sshKeygen)).toBe(sent);

  await pulumi("destroy", "--yes", "--skip-preview");
  expect((await project.exportState()).resources ?? []).toEqual([]);
  expect(emulator.ledger().alive).toBe(0);
  expect(writes(emulator)).toEqual([CREATE, CANCEL]);
});

/** The public key that the job was made with, as the state of the key has it too. */
async function sentKey(): Promise<unknown> {
  const { resources = [] } = await project.exportState();
  const outputsOf = (urn: string): Readonly<Record<string, unknown>> | undefined =>
    resources.find((resource) => resource.urn === urn)?.outputs;
  const { sshKey } = outputsOf(JOB)?.["container"] as { sshKey?: string };
  expect(outputsOf(KEY)).toMatchObject({ publicKey: sshKey });
  return sshKey;
}

/** What OpenSSH reads in the private key that was saved as the README says. */
async function publicHalf(sshKeygen: string): Promise<string> {
  const file = join(project.folder, "dispersed-box");
  const { stdout } = succeeded(
    await project.pulumi("stack", "output", "--show-secrets", "privateKey"),
  );
  writeFileSync(file, stdout, { mode: 0o600 });
  return spawnSync(sshKeygen, ["-y", "-P", "", "-f", file], { encoding: "utf8" }).stdout.trim();
}
