// One job after the other in one process: what it holds does not grow. The service is in another one,
// and remembers them all.
// `SOAK_CYCLES` says how many.
import { type Emulator, startEmulator } from "../../../emulator";
import { sizeOf, tally } from "../../support/tally";
import { doInProcess } from "./doInProcess";
import type { Sample, SoakWork } from "./soakProcess";

jest.setTimeout(7_200_000);

const CYCLES = sizeOf("SOAK_CYCLES", 100);
const SAMPLES = 10;

let emulator: Emulator;
let samples: readonly Sample[];
let minutes: number;

beforeAll(async () => {
  // Jobs that are over leave the lists, or each look would be at all of them.
  emulator = await startEmulator({
    ...{ assignAfterMs: 0, startAfterMs: 0, cancelAfterMs: 0, runForMs: 600_000 },
    retentionMs: 2_000,
  });
  const { url: baseUrl, publicKey, secretKey } = emulator;
  const startMs = performance.now();
  samples = await doInProcess<readonly Sample[]>("soakProcess.ts", {
    settings: { baseUrl, publicKey, secretKey },
    ...{ timeScale: 50, cycles: CYCLES, samples: SAMPLES },
  } satisfies SoakWork);
  minutes = (performance.now() - startMs) / 60_000;
});
afterAll(() => emulator.close());

const at = (index: number): Sample => {
  const sample = samples.at(index);
  if (sample === undefined) throw new Error(`There is no sample ${index}.`);
  return sample;
};

describe(`${CYCLES} creates and deletes, one after the other`, () => {
  afterAll(() => {
    const { jobs, alive, requests } = emulator.ledger();
    const figures = {
      "creates and deletes": CYCLES,
      "requests per cycle": Number((requests / jobs.length).toFixed(2)),
      "heap before MiB": at(0).heapMib,
      "heap after MiB": at(-1).heapMib,
      "RSS MiB, ten times": samples.map(({ rssMib }) => Math.round(rssMib)).join(" "),
      "open files before": at(0).descriptors,
      "open files after": at(-1).descriptors,
      minutes: Number(minutes.toFixed(1)),
    };
    tally({ suite: "soak", tried: CYCLES, survived: jobs.length - 1 - alive, figures });
  });

  test("K04: each makes one job, and ends it", () => {
    const { jobs, alive } = emulator.ledger();
    expect([jobs.length, alive]).toEqual([CYCLES + 1, 0]);
  });

  test("K04: leave open files, sockets and timers as they were", () => {
    expect([at(-1).descriptors, at(-1).resources]).toEqual([at(0).descriptors, at(0).resources]);
  });

  test("K04: leave nothing in the journal", () => {
    expect([at(SAMPLES / 2).journal, at(-1).journal]).toEqual([[], []]);
  });

  test("K04: take no more memory in the second half than in the first", () => {
    const [half, end] = [at(SAMPLES / 2), at(-1)];
    // What the system has lent the process comes and goes by many MiB; the least is what it needs.
    const leastMib = (some: readonly Sample[]): number =>
      Math.min(...some.map(({ rssMib }) => rssMib));
    const [first, second] = [samples.slice(1, SAMPLES / 2 + 1), samples.slice(SAMPLES / 2 + 1)];
    // What is known of each job stays for the life of the process: less than two kibibytes.
    const keptMib = (CYCLES / 2) * (2 / 1024);
    expect(end.heapMib - half.heapMib).toBeLessThan(4 + keptMib);
    expect(leastMib(second) - leastMib(first)).toBeLessThan(32 + keptMib);
  });
});
