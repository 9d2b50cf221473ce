// A process of its own in which jobs are waited for that never start, for as many virtual hours as it
// is told. Nobody waits for the pauses: they are over at once, and move the time on. Needs --expose-gc.
import { setTimeout as sleep } from "node:timers/promises";
import { text } from "node:stream/consumers";

import type { Clock } from "../../../provider/api/clock";
import { openDirectDriver } from "../lifecycle/directDriver";
import { keptAfter, type Kept, type Settings } from "../lifecycle/driver";
import { batchInputs, unwanted } from "../lifecycle/jobInputs";
import { silentLog } from "./silentLog";

/** What is asked of the process. */
export interface WaitWork {
  readonly settings: Settings;
  readonly jobs: number;
  readonly hours: number;
}

/** What the process held in the course of time. */
export interface WaitReport {
  readonly kept: readonly Kept[];
  /** Of the heap, in MiB, after each quarter of a virtual hour. */
  readonly heapMib: readonly number[];
  /** Pauses that were waited for at once, at most. */
  readonly sleepers: number;
  readonly before: readonly string[];
  readonly after: readonly string[];
}

const SAMPLE_MS = 900_000;
/** The service gives a job up after so long by its own clock, which is not the virtual one. */
const DAY_MS = 86_400_000;
const IDLE_MS = 6_000;

function heapMib(): number {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed / 1024 ** 2;
}

async function main(): Promise<void> {
  const { settings, jobs, hours } = JSON.parse(await text(process.stdin)) as WaitWork;
  const heap: number[] = [];
  let [elapsedMs, sleeping, sleepers] = [0, 0, 0];
  const clock: Clock = {
    // The date stays right: it is signed.
    nowMs: () => Date.now(),
    monotonicMs: () => elapsedMs,
    async sleep(delayMs, signal) {
      sleeping += 1;
      sleepers = Math.max(sleepers, sleeping);
      await new Promise(setImmediate);
      sleeping -= 1;
      signal?.throwIfAborted();
      elapsedMs += delayMs;
      while (heap.length < Math.floor(elapsedMs / SAMPLE_MS)) heap.push(heapMib());
    },
  };
  const driver = await openDirectDriver(settings, { clock, log: silentLog });
  const resources = (): readonly string[] => process.getActiveResourcesInfo().sort();
  const wait = async (number: number, create: string): Promise<Kept> => {
    const __context = { name: `render-${number}`, timeouts: { create } };
    const { inputs } = await driver.prepare(
      {},
      batchInputs(unwanted, { __context, maxTimeoutAssignMs: DAY_MS }),
    );
    const { id, outputs } = await keptAfter(driver.create(inputs));
    return { id, outputs };
  };
  const first = await wait(-1, "1m");
  await sleep(IDLE_MS);
  const before = resources();
  const numbers = Array.from({ length: jobs }, (_, number) => number);
  const kept = await Promise.all(numbers.map((number) => wait(number, `${hours}h`)));
  await sleep(IDLE_MS);
  const after = resources();
  await driver.close();
  const report: WaitReport = { kept: [first, ...kept], heapMib: heap, sleepers, before, after };
  process.stdout.write(JSON.stringify(report));
}

void main();
