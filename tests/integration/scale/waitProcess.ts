// A process of its own in which jobs are waited for that never start, for as many virtual hours as it
// is told. Nobody waits for the pauses. Needs --expose-gc.
import { monitorEventLoopDelay } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import { text } from "node:stream/consumers";

import type { Clock } from "../../../provider/api/clock";
import type { Transport } from "../../../provider/api/http/transport";
import { keptAfter, type Kept, type Settings } from "../../support/lifecycle/driver";
import { batchInputs, unwanted } from "../../support/lifecycle/jobInputs";
import { createVirtualClock, createVirtualTime } from "../fuzz/virtualTime";
import { tell } from "./doInProcess";
import { heapMib, type Holdings, holdings, IDLE_MS } from "./holdings";
import { openProcess } from "./openProcess";

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
  /** Pauses at once, at most. */
  readonly pauses: number;
  /** How late the event loop came, at the 99th percentile. */
  readonly lagMs: number;
  readonly before: Holdings;
  readonly after: Holdings;
}

const SAMPLE_MS = 900_000;
/** The service gives a job up after so long by its own clock, which is not the virtual one. */
const DAY_MS = 86_400_000;

async function main(): Promise<void> {
  const { settings, jobs, hours } = JSON.parse(await text(process.stdin)) as WaitWork;
  const heap: number[] = [];
  const lag = monitorEventLoopDelay({ resolution: 10 });
  const time = createVirtualTime(0, false);
  const sample = (): void => {
    // To collect everything takes a while that is not the provider's.
    lag.disable();
    heap.push(heapMib());
    lag.enable();
    time.after(SAMPLE_MS, sample);
  };
  time.after(SAMPLE_MS, sample);
  // The date stays right: it is signed.
  const virtual = createVirtualClock(time, () => Date.now() - time.now());
  let [open, pauses] = [0, 0];
  const clock: Clock = {
    ...virtual,
    async sleep(delayMs, signal) {
      open += 1;
      pauses = Math.max(pauses, open);
      await virtual.sleep(delayMs, signal).finally(() => (open -= 1));
    },
  };
  const counted =
    (send: Transport): Transport =>
    (request) => {
      const arrive = time.begin();
      return send(request).finally(arrive);
    };
  const { driver, end } = openProcess(settings, clock, counted);
  const wait = async (number: number, create: string): Promise<Kept> => {
    const __context = { name: `render-${number}`, timeouts: { create } };
    const { inputs } = await driver.prepare(
      {},
      batchInputs(unwanted, { __context, maxTimeoutAssignMs: DAY_MS }),
    );
    const { id, outputs } = await keptAfter(driver.create(inputs));
    return { id, outputs };
  };
  // What is loaded and set up once is no leak.
  const first = await time.run(() => wait(-1, "1m"));
  await sleep(IDLE_MS);
  const before = holdings();
  const numbers = Array.from({ length: jobs }, (_, number) => number);
  lag.enable();
  const kept = await time.run(() =>
    Promise.all(numbers.map((number) => wait(number, `${hours}h`))),
  );
  lag.disable();
  await sleep(IDLE_MS);
  const after = holdings();
  end();
  const report: WaitReport = {
    kept: [first, ...kept],
    ...{ heapMib: heap, pauses, before, after },
    lagMs: Math.round(lag.percentile(99) / 1e6),
  };
  tell(report);
}

void main();
