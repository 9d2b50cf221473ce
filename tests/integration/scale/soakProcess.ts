// A process of its own that creates and deletes one job after the other, and tells from time to time
// what it holds: memory, open files, timers and sockets. Needs --expose-gc.
import { readdirSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { text } from "node:stream/consumers";

import { openDirectDriver } from "../lifecycle/directDriver";
import type { Settings } from "../lifecycle/driver";
import { batchInputs } from "../lifecycle/jobInputs";
import { silentLog } from "./silentLog";

/** What is asked of the process. */
export interface SoakWork {
  readonly settings: Settings;
  readonly hurry: number;
  readonly cycles: number;
  /** Samples that are taken, at even distances; the first before everything. */
  readonly samples: number;
}

/** What a process holds. */
export interface Sample {
  readonly cycles: number;
  readonly heapMib: number;
  readonly rssMib: number;
  /** Open files and sockets, as the system counts them. */
  readonly descriptors: number;
  /** What would keep the process alive: timers, sockets, requests to the system. */
  readonly resources: readonly string[];
}

/** Connections that nobody uses are closed after four seconds. */
const IDLE_MS = 6_000;

function sampleOf(cycles: number): Sample {
  globalThis.gc?.();
  const { rss, heapUsed } = process.memoryUsage();
  const mebibytes = (bytes: number): number => Number((bytes / 1024 ** 2).toFixed(1));
  return {
    cycles,
    heapMib: mebibytes(heapUsed),
    rssMib: mebibytes(rss),
    descriptors: readdirSync("/proc/self/fd").length,
    resources: process.getActiveResourcesInfo().sort(),
  };
}

async function main(): Promise<void> {
  const work = JSON.parse(await text(process.stdin)) as SoakWork;
  const { settings, hurry, cycles, samples: count } = work;
  const driver = await openDirectDriver(settings, { hurry, log: silentLog });
  const { inputs } = await driver.prepare({}, batchInputs({}));
  const cycle = async (): Promise<void> => {
    const { id, outputs } = await driver.create((await driver.prepare({}, inputs)).inputs);
    await driver.delete(id, outputs);
  };
  const rest = async (done: number): Promise<Sample> => {
    await sleep(IDLE_MS);
    return sampleOf(done);
  };
  // What is loaded and set up once is no leak.
  await cycle();
  const samples = [await rest(0)];
  for (let done = 1; done <= cycles; done += 1) {
    await cycle();
    if (done % Math.ceil(cycles / count) === 0 && done < cycles) samples.push(sampleOf(done));
  }
  samples.push(await rest(cycles));
  await driver.close();
  process.stdout.write(JSON.stringify(samples));
}

void main();
