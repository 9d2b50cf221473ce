// A hundred jobs that nobody takes, waited for through a day of virtual time. `WAIT_HOURS` says how
// many hours.
import { type Emulator, startEmulator } from "../../../emulator";
import { sizeOf, tally } from "../../support/tally";
import { doInProcess } from "./doInProcess";
import type { WaitReport, WaitWork } from "./waitProcess";

jest.setTimeout(3_600_000);

const HOURS = sizeOf("WAIT_HOURS", 1);
const JOBS = 100;

let emulator: Emulator;
let report: WaitReport;
let requests: number;

beforeAll(async () => {
  emulator = await startEmulator();
  const { url: baseUrl, publicKey, secretKey } = emulator;
  report = await doInProcess<WaitReport>("waitProcess.ts", {
    settings: { baseUrl, publicKey, secretKey },
    ...{ jobs: JOBS, hours: HOURS },
  } satisfies WaitWork);
  ({ requests } = emulator.ledger());
});
afterAll(() => emulator.close());

/** MiB an hour, of samples that are a quarter apart; the first is of a heap that still warms up. */
function slope([, ...samples]: readonly number[]): number {
  const [first = 0, last = 0] = [samples[0], samples.at(-1)];
  return ((last - first) * 4) / (samples.length - 1);
}

describe(`a hundred jobs that are waited for, ${HOURS} hours long`, () => {
  afterAll(() => {
    const { before, after, kept, lagMs, pauses } = report;
    tally({
      suite: "waits",
      tried: JOBS,
      survived: kept.length - 1,
      figures: {
        ...{ "virtual hours": HOURS, "requests of all waits": requests },
        "heap growth MiB an hour": Number(slope(report.heapMib).toFixed(3)),
        "heap before and after MiB": `${before.heapMib} ${after.heapMib}`,
        "open files before and after": `${before.descriptors} ${after.descriptors}`,
        ...{ "timers at once": pauses, "event loop late ms, 99 of 100": lagMs },
      },
    });
  });

  test("K03: are asked for together, every seven to ten seconds", () => {
    // Two requests for a hundred jobs, and two or three for each before it is waited for.
    const seconds = HOURS * 3_600;
    expect(requests).toBeGreaterThan((seconds / 10) * 2);
    expect(requests).toBeLessThan((seconds / 7) * 2 + JOBS * 4);
  });

  test("K03: take no more than one MiB an hour", () => {
    expect(report.heapMib.length).toBeGreaterThanOrEqual(HOURS * 4 - 1);
    expect(slope(report.heapMib)).toBeLessThan(1);
  });

  test("K03: leave no memory behind but what is known of each job", () => {
    expect(report.after.heapMib - report.before.heapMib).toBeLessThan(4);
  });

  test("K03: have one timer, and leave none behind, nor an open file or socket", () => {
    const { before, after, pauses } = report;
    expect(pauses).toBeLessThanOrEqual(2);
    expect([after.resources, after.descriptors]).toEqual([before.resources, before.descriptors]);
  });

  test("K03: stay in the state when the time is over", () => {
    expect(report.kept.map(({ outputs }) => outputs["uuid"]).sort()).toEqual(
      emulator
        .ledger()
        .jobs.map(({ uuid }) => uuid)
        .sort(),
    );
  });
});
