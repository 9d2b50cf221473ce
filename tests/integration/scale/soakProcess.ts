// A process of its own that creates and deletes one job after the other, and tells from time to time
// what it holds. Needs --expose-gc.
import { setTimeout as sleep } from "node:timers/promises";
import { text } from "node:stream/consumers";

import type { Settings } from "../../support/lifecycle/driver";
import { createScaledClock } from "../../support/scaledClock";
import { batchInputs } from "../../support/lifecycle/jobInputs";
import { tell } from "./doInProcess";
import { type Holdings, holdings, IDLE_MS } from "./holdings";
import { openProcess } from "./openProcess";

/** What is asked of the process. */
export interface SoakWork {
  readonly settings: Settings;
  readonly timeScale: number;
  readonly cycles: number;
  /** Samples that are taken, at even distances; the first before everything. */
  readonly samples: number;
}

/** What a process holds, and has on its disk, after so many cycles. */
export interface Sample extends Holdings {
  readonly cycles: number;
  /** Files of the journal. */
  readonly journal: readonly string[];
}

async function main(): Promise<void> {
  const work = JSON.parse(await text(process.stdin)) as SoakWork;
  const { settings, timeScale, cycles, samples: count } = work;
  const { driver, journal, end } = openProcess(settings, createScaledClock(timeScale));
  /** Each job is another resource's. */
  const cycle = async (number: number): Promise<void> => {
    const wanted = batchInputs({}, { __context: { name: `render-${number}` } });
    const { id, outputs } = await driver.create((await driver.prepare({}, wanted)).inputs);
    await driver.delete(id, outputs);
  };
  const sample = (done: number): Sample => ({ cycles: done, journal: journal(), ...holdings() });
  const rest = async (done: number): Promise<Sample> => {
    await sleep(IDLE_MS);
    return sample(done);
  };
  // What is loaded and set up once is no leak.
  await cycle(0);
  const samples = [await rest(0)];
  for (let done = 1; done <= cycles; done += 1) {
    await cycle(done);
    if (done % Math.ceil(cycles / count) === 0 && done < cycles) samples.push(sample(done));
  }
  samples.push(await rest(cycles));
  end();
  tell(samples);
}

void main();
