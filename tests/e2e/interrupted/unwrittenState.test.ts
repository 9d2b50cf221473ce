// The state cannot be written after a job was bought. The backend is a folder here; a file in its
// place makes it unusable, also for root.
import { renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import {
  boxProgram,
  CREATE,
  useStack,
  printed,
  writes,
  failed,
  expectInStep,
} from "../../support/stack";
import { succeeded, type Started } from "../../support/engine/project";
import { eventually, interrupt, pause, unlock } from "./interrupt";

const stack = useStack();

/** Puts the folder of states out of order; the function that is returned repairs it. */
function breakBackend(): () => void {
  const { pathname } = new URL(stack.project.env["PULUMI_BACKEND_URL"] ?? "");
  const folder = join(pathname, ".pulumi", "stacks");
  const away = `${folder}.away`;
  renameSync(folder, away);
  writeFileSync(folder, "the disk is full");
  return () => {
    rmSync(folder);
    renameSync(away, folder);
  };
}

/** Starts an `up` whose backend breaks as soon as the job was made. */
async function upWithoutState(): Promise<{ readonly run: Started; readonly repair: () => void }> {
  const { emulator, project } = stack;
  emulator.addFaults([{ route: CREATE, phase: "before-headers", action: "delay", ms: 300 }]);
  project.write({ "index.js": boxProgram() });
  const run = project.start("up", "--yes", "--skip-preview");
  await eventually(() => emulator.ledger().jobs.length > 0, "the job");
  return { run, repair: breakBackend() };
}

/** The next `up` asks whose the job is, and the one that says so takes it over: no other is bought. */
async function expectTakenOver(): Promise<void> {
  await unlock(stack);
  const [uuid = ""] = stack.emulator.ledger().jobs.map((job) => job.uuid);
  const asked = await stack.up(boxProgram());
  expect(failed(asked)).toContain(`set \`adopt: "${uuid}"\` to keep it`);
  succeeded(await stack.up(boxProgram({ adopt: uuid })));
  await expectInStep(stack, 1);
  expect(writes(stack.emulator)).toEqual([CREATE]);
}

test("B35: the engine is killed while it tries to write the state: the next up asks, and takes the job over", async () => {
  const { run, repair } = await upWithoutState();
  await eventually(
    () => stack.emulator.ledger().jobs.some(({ status }) => status === "RUNNING"),
    "the end of the wait",
  );
  await pause(1_000);
  expect(run.child.exitCode).toBeNull();
  await interrupt(run, { way: "SIGKILL of the engine", secondMs: 0 });
  repair();
  await expectTakenOver();
});

// The engine ends in good order here, after half a minute of tries.
test("B35: the engine gives up writing the state: the next up asks, and takes the job over", async () => {
  const { run, repair } = await upWithoutState();
  expect(printed(await run.ended)).toContain("failed to save snapshot");
  repair();
  await expectTakenOver();
});
