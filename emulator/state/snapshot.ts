// An emulator's jobs as plain JSON, so that a later emulator can go on with them.
import type { Clock } from "./clock";
import { type Job, runThatIsUp } from "../jobs/job";
import type { JobStore } from "./jobStore";
import type { Nodes } from "../jobs/nodes";
import type { PublishedPort } from "../jobs/portListener";

/** All jobs at one moment. */
export interface Snapshot {
  /** That moment on the emulator's clock, epoch milliseconds. */
  readonly takenAtMs: number;
  readonly jobs: readonly Job[];
  /** What was published, by the run's uuid. */
  readonly ports: Readonly<Record<string, readonly PublishedPort[]>>;
}

interface Means {
  readonly store: JobStore;
  readonly nodes: Nodes;
  readonly clock: Clock;
}

/** Takes a snapshot; the ports of what runs by now are open in it. */
export async function takeSnapshot({ store, nodes, clock }: Means): Promise<Snapshot> {
  await nodes.settle();
  const jobs = store.all();
  const running = jobs.flatMap((job) => runThatIsUp(job) ?? []);
  const ports = running.map(({ uuid }): [string, readonly PublishedPort[]] => [
    uuid,
    nodes
      .listenersOf(uuid)
      .map(({ containerPort, externalPort }) => ({ containerPort, externalPort })),
  ]);
  return { takenAtMs: clock.now(), jobs, ports: Object.fromEntries(ports) };
}

/** A clock on which no time has passed since a snapshot was taken. */
export function clockSince({ takenAtMs }: Snapshot, clock: Clock): Clock {
  const passedMs = clock.now() - takenAtMs;
  return { ...clock, now: () => clock.now() - passedMs };
}
