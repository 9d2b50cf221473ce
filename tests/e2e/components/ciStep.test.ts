// examples/ci-step unchanged: a program that drives the engine itself, run as a pipeline runs it.
import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";

import { type Emulator, startEmulator } from "../../../emulator";
import { type Project, succeeded } from "../../support/engine/project";
import { eventually, pause } from "../interrupted/interrupt";
import { quick } from "../../support/stack";
import { accountOf, createExample } from "./exampleProject";

let emulator: Emulator;
let project: Project;

beforeEach(async () => {
  emulator = await startEmulator(quick);
  project = await createExample("ci-step", {
    sources: ["step.ts"],
    dependencies: ["tsx"],
    env: accountOf(emulator),
  });
});
afterEach(async () => {
  project.close();
  await emulator.close();
});

/** Starts the step; `container` is the job's environment. In a group of its own, as a shell would. */
function start(container: Readonly<Record<string, string>>): ChildProcessWithoutNullStreams {
  const forJob = Object.fromEntries(
    Object.entries(container).map(([name, value]) => [`JOB_${name}`, value]),
  );
  return spawn(process.execPath, ["--import", "tsx", "step.ts", "ci-17", "renderer"], {
    cwd: project.folder,
    detached: true,
    env: { ...project.env, ...forJob },
  });
}

async function ended(
  step: ChildProcessWithoutNullStreams,
): Promise<{ code: number | null; output: string }> {
  const [out, err, [code]] = await Promise.all([
    text(step.stdout),
    text(step.stderr),
    once(step, "exit") as Promise<[number | null]>,
  ]);
  return { code, output: `${out}\n${err}` };
}

/** The stacks that are left, but for the one that every project of a test has. */
async function stacks(): Promise<readonly string[]> {
  const { stdout } = succeeded(await project.pulumi("stack", "ls", "--json"));
  const all = JSON.parse(stdout) as { name: string }[];
  return all.map(({ name }) => name).filter((name) => name !== "test");
}

test("the step is right for the compiler", async () => {
  // The loader removes the types, and checks none.
  const tsc = ["node_modules/typescript/bin/tsc", "--noEmit", "--project", "."];
  const compiler = spawn(process.execPath, tsc, { cwd: project.folder });
  expect(await ended(compiler)).toEqual({ code: 0, output: "\n" });
});

test("a job that completes is a step that succeeds, and leaves no stack", async () => {
  const { code, output } = await ended(start({ EMULATOR_RUN_FOR_MS: "50" }));
  expect([code, output]).toEqual([0, expect.stringMatching(/^completed, ran for 0\.\d+ s$/m)]);
  expect(emulator.ledger()).toMatchObject({
    alive: 0,
    jobs: [{ title: "ci-17", status: "COMPLETED" }],
  });
  expect(await stacks()).toEqual([]);
});

test("a job that fails is a step that fails with the reason, and leaves no stack", async () => {
  const crash = { EMULATOR_RUN_FOR_MS: "10", EMULATOR_EXIT_CODE: "3" };
  const { code, output } = await ended(start(crash));
  expect([code, output]).toEqual([1, expect.stringMatching(/^failed, after \d+ s$/m)]);
  expect(output).toContain("(container exited with code 3)");
  expect(emulator.ledger()).toMatchObject({ alive: 0, jobs: [{ status: "FAILED" }] });
  expect(await stacks()).toEqual([]);
});

test.each([
  ["a pipeline that terminates the step", "SIGTERM", 143, "process", 1],
  ["Ctrl-C twice, which stops the engine at once", "SIGINT", 130, "group", 2],
] as const)("%s ends the job and removes the stack", async (_what, signal, code, whom, times) => {
  const step = start({ EMULATOR_RUN_FOR_MS: "600000" });
  const end = ended(step);
  const isRunning = (): boolean =>
    emulator.ledger().jobs.some(({ status }) => status === "RUNNING");
  await eventually(isRunning, "the job");
  for (let time = 0; time < times; time += 1) {
    const { pid = 0 } = step;
    process.kill(whom === "group" ? -pid : pid, signal);
    await pause(100);
  }
  const { code: ending, output } = await end;
  expect([ending, output]).toEqual([code, expect.stringContaining(`${signal}, after`)]);
  expect(emulator.ledger()).toMatchObject({ alive: 0, jobs: [{ status: "CANCELLED" }] });
  expect(await stacks()).toEqual([]);
});
