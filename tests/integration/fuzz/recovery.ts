// What a person does when it is over, and what has to be true then.
import type { Emulator } from "../../../emulator";
import { bills, Broken, hasJob, jobsOf, type ExistingJob } from "./account";
import type { Machine } from "./machine";
import { nameOf, tasks, titleOf } from "./programs";
import type { Scenario, Order } from "./steps";
import type { Story } from "./story";
import type { VirtualTime } from "./virtualTime";
import type { Ending } from "./wholeStack";

/** What a recovery had to do beyond the usual. */
export interface Recovery {
  /** Jobs of killed runs that the next up after a destroy took over. */
  readonly "taken up after a destroy": number;
  /** Jobs that could not be cancelled, and that a person was warned about. */
  readonly "left to a person": number;
}

/** A person reads what an up says, does it, and tries again so often. */
const MAX_ATTEMPTS = 5;
/** Longer than it takes until it is known whether there is a job. */
const PATIENCE_MS = 11 * 60_000;
/** Longer than the clock is ever ahead, and than anything is on its way. */
const REST_MS = 4 * 3_600_000;
const wanted: Order = {
  variant: 0,
  logTailLines: 20,
  replace: false,
  deleteBeforeReplace: true,
};

interface Surroundings {
  readonly emulator: Emulator;
  readonly time: VirtualTime;
  readonly machine: Machine;
}

/** @throws Broken */
export async function recover(
  { size, isRecoveredByRefresh }: Scenario,
  { emulator, time, machine }: Surroundings,
  story: Story,
): Promise<Recovery> {
  story.rest();
  machine.setClock(0);
  await time.pass(REST_MS);

  let over = new Set<string>();
  const orders = Array.from({ length: size }, () => wanted);
  const up = async (isRefreshed: boolean): Promise<void> => {
    for (let attempt = 1; ; attempt += 1) {
      over = new Set(jobsOf(emulator).flatMap((job) => (bills(job) ? [] : [job.uuid])));
      const ending = await story.up(orders, isRefreshed);
      if (ending.kind === "ok") return;
      if (attempt === MAX_ATTEMPTS) requireOk(`up number ${attempt}`, ending);
      await time.pass(PATIENCE_MS);
    }
  };
  await up(isRecoveredByRefresh);
  for (let resource = 0; resource < size; resource += 1) {
    const job = requireThere(story, jobsOf(emulator), resource);
    const isService = tasks[resource] === "PERSISTENT";
    // The state learns of an end by a refresh, and only a service is then bought anew.
    const mayBeOver = isService ? !isRecoveredByRefresh : true;
    if (job.status === "RUNNING" || (mayBeOver && over.has(job.uuid))) continue;
    if (!isService && job.status === "COMPLETED") continue;
    throw new Broken(`after the recovery the job of ${nameOf(resource)} is ${job.status}`);
  }
  requireOk("the destroy", await story.destroy());

  const left = jobsOf(emulator).filter(bills);
  const unknown = left.find(
    ({ uuid }) => !story.account.isInterrupted(uuid) && !story.account.isTold(uuid),
  );
  if (unknown !== undefined) throw new Broken(`${unknown.uuid} (${unknown.title}) is an orphan`);
  const interrupted = left.filter(({ uuid }) => !story.account.isTold(uuid));
  if (interrupted.length > 0) {
    await up(false);
    requireOk("the last destroy", await story.destroy());
  }
  const still = jobsOf(emulator).filter(bills);
  const orphan = still.find(({ uuid }) => !story.account.isTold(uuid));
  if (orphan !== undefined) throw new Broken(`${orphan.uuid} (${orphan.title}) is never taken up`);
  return {
    "taken up after a destroy": interrupted.length,
    "left to a person": still.length,
  };
}

function requireOk(what: string, ending: Ending): void {
  if (ending.kind === "ok") return;
  const errors = ending.kind === "failed" ? ending.errors.map(({ message }) => message) : [];
  throw new Broken(`${what} did not go well: ${errors.join("\n")}`);
}

/** The job of a resource, which is the one that the program asks for. */
function requireThere(
  { stack }: Story,
  jobs: readonly ExistingJob[],
  resource: number,
): ExistingJob {
  const [entry] = stack.entriesOf(resource);
  const job = entry && jobs.find((each) => hasJob(entry, each));
  if (job?.title === titleOf(resource, wanted)) return job;
  throw new Broken(`after the recovery ${nameOf(resource)} is ${job?.title ?? "not there"}`);
}
