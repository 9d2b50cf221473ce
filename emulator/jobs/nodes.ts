// The machines that run the containers: opens a job's ports when it is up, closes them when it ends.
import type { Clock } from "../state/clock";
import { type Job, publishedPorts, runThatIsUp } from "./job";
import type { JobRun } from "./jobRun";
import type { JobStore } from "../state/jobStore";
import { end, nextChange } from "./lifeCycle";
import { listenForPort, type PortListener, type PublishedPort } from "./portListener";

/** The listeners of runs. */
export interface Nodes {
  /** Opens and closes listeners to match the jobs; done when every running job can be reached. */
  settle(): Promise<void>;
  /** The listeners of a run, empty until all of them listen. */
  listenersOf(runUuid: string): readonly PortListener[];
  close(): Promise<void>;
}

interface Opening {
  /** Settles, never rejects, once the listeners are there or have failed. */
  readonly done: Promise<void>;
  listeners: readonly PortListener[];
}

/**
 * Makes the {@link Nodes} that serve a store's jobs.
 *
 * @param announced ports of runs that another emulator began, by the run's uuid: they are shown as
 * they were, and nothing listens on them.
 */
export function createNodes(
  store: JobStore,
  clock: Clock,
  announced: Readonly<Record<string, readonly PublishedPort[]>> = {},
): Nodes {
  const openings = new Map<string, Opening>(
    Object.entries(announced).map(([runUuid, ports]) => [runUuid, alreadyOpen(ports)]),
  );
  let settled = { revision: -1, done: Promise.resolve() };
  let closed = false;
  let cancelWakeUp = (): void => undefined;

  const open = (job: Job, run: JobRun): Promise<void> => {
    const known = openings.get(run.uuid);
    if (known !== undefined) {
      return known.done;
    }
    const opening: Opening = {
      listeners: [],
      done: openPorts(job).then(
        (listeners) => {
          opening.listeners = listeners;
        },
        (error: unknown) => {
          const current = store.get(job.uuid) ?? job;
          if (runThatIsUp(current)?.uuid === run.uuid) {
            store.put(end(current, clock.now(), "FAILED", `the node failed: ${String(error)}`));
          }
        },
      ),
    };
    openings.set(run.uuid, opening);
    return opening.done;
  };

  const close = async (runUuid: string): Promise<void> => {
    const opening = openings.get(runUuid);
    openings.delete(runUuid);
    await opening?.done;
    await Promise.all(opening?.listeners.map((listener) => listener.close()) ?? []);
  };

  /** Every request updates all jobs anyway; only a job that ends unobserved needs a timer. */
  const planWakeUp = (jobs: readonly Job[]): void => {
    cancelWakeUp();
    const endings = jobs
      .filter((job) => runThatIsUp(job) !== null)
      .flatMap((job) => nextChange(job)?.atMs ?? []);
    if (endings.length > 0) {
      const delayMs = Math.min(...endings) - clock.now();
      cancelWakeUp = clock.after(delayMs, () => {
        // A timer may come too early: then nothing has changed, and the next one has to be planned.
        settled = { ...settled, revision: -1 };
        void settle();
      });
    }
  };

  const settle = (): Promise<void> => {
    const revision = store.revision();
    if (!closed && settled.revision !== revision) {
      settled = { revision, done: bringInLine() };
    }
    return settled.done;
  };

  const bringInLine = async (): Promise<void> => {
    const jobs = store.all();
    planWakeUp(jobs);
    const up = jobs.flatMap((job) => {
      const run = runThatIsUp(job);
      return run === null ? [] : [{ job, run }];
    });
    const upUuids = new Set(up.map(({ run }) => run.uuid));
    const isDown = (runUuid: string): boolean => !upUuids.has(runUuid);
    await Promise.all([
      ...up.map(({ job, run }) => open(job, run)),
      ...[...openings.keys()].filter(isDown).map(close),
    ]);
  };

  return {
    settle,
    listenersOf: (runUuid) => openings.get(runUuid)?.listeners ?? [],
    async close() {
      closed = true;
      cancelWakeUp();
      await Promise.all([...openings.keys()].map(close));
    },
  };
}

function alreadyOpen(ports: readonly PublishedPort[]): Opening {
  const listeners = ports.map((port) => ({ ...port, close: () => Promise.resolve() }));
  return { done: Promise.resolve(), listeners };
}

/** All ports or none: what did open is closed again when another one fails. */
async function openPorts(job: Job): Promise<PortListener[]> {
  const attempts = await Promise.allSettled(
    publishedPorts(job).map((port) => listenForPort(port, job.request.title)),
  );
  const listeners = attempts.flatMap((a) => (a.status === "fulfilled" ? [a.value] : []));
  const failure = attempts.find((a) => a.status === "rejected");
  if (failure !== undefined) {
    await Promise.all(listeners.map((listener) => listener.close()));
    throw failure.reason;
  }
  return listeners;
}
