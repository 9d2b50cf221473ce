// Many jobs in one run of one process, at a service that fails one request in twenty and takes so few
// a second that they stand in line: 50 for a thousand jobs. `SCALE_JOBS` says how many; a thousand take
// some minutes.
import { type Emulator, startEmulator } from "../../../emulator";
import { sizeOf, tally } from "../../support/tally";
import { openDirectDriver } from "../../support/lifecycle/directDriver";
import type { Driver, Kept, Settings, Values } from "../../support/lifecycle/driver";
import { batchInputs } from "../../support/lifecycle/jobInputs";
import { type Audit, auditOf, ownersOf } from "./audit";
import { doInProcess } from "./doInProcess";
import { oneInTwenty } from "./faults";
import type { Done, Report, Task, Work } from "./workProcess";

jest.setTimeout(1_800_000);

const JOBS = sizeOf("SCALE_JOBS", 100);
/** A few jobs have time pass quickly; for many this machine would be slower than the service. */
const TIME_SCALE = JOBS > 200 ? 1 : 10;
/** Requests a second. */
const LIMIT = Math.max(10, Math.ceil(JOBS / 20));
const BURST = Math.ceil(LIMIT / 5);
const MAX_TRIES = 6;

/** A resource of the state: what the program asks for, and what came of it. */
interface Resource extends Done {
  readonly inputs: Values;
}

/** One run of the engine. */
interface Run {
  readonly report: Report;
  readonly audit: Audit;
  readonly resources: readonly Resource[];
}

let emulator: Emulator;
let settings: Settings;
let driver: Driver;

/** Does the tasks in a new process. */
async function run(resources: readonly Resource[], tasks: readonly Task[]): Promise<Run> {
  const audit = auditOf(emulator, 1_000 / TIME_SCALE);
  const work: Work = { settings, timeScale: TIME_SCALE, tasks };
  const report = await doInProcess<Report>("workProcess.ts", work);
  const after = resources.map(({ inputs }, index) => ({ inputs, ...report.done[index] }));
  return { report, audit: audit(), resources: after };
}

/** What `pulumi up` does with each resource: create, or update after an error, or nothing. */
async function up(resources: readonly Resource[]): Promise<Run> {
  const unfinished = resources.filter(
    ({ kept, error }) => kept === undefined || error !== undefined,
  );
  const finished = resources.filter((resource) => !unfinished.includes(resource));
  const tasks = unfinished.map(({ inputs, kept }): Task =>
    kept === undefined ? { do: "create", inputs } : { do: "update", kept, inputs },
  );
  const done = await run(unfinished, tasks);
  return { ...done, resources: [...finished, ...done.resources] };
}

/** What `pulumi destroy` does. */
function destroy(resources: readonly Resource[]): Promise<Run> {
  const made = resources.flatMap(({ inputs, kept }) => (kept ? [{ inputs, kept }] : []));
  return run(
    made,
    made.map(({ kept }): Task => ({ do: "delete", kept })),
  );
}

/** What a person does who is told of an error: requests go on failing, so it may take a few tries. */
async function againAfter(first: Run, command: typeof up): Promise<Run> {
  let last = first;
  for (let tries = 1; errorsOf(last).length > 0 && tries < MAX_TRIES; tries += 1) {
    last = await command(last.resources);
  }
  return last;
}

const errorsOf = ({ resources }: Run): readonly string[] =>
  resources.flatMap(({ error }) => (error === undefined ? [] : [error]));
const idsOf = ({ resources }: Run): readonly string[] =>
  resources.flatMap(({ kept }) => (kept ? [uuidOf(kept)] : [])).sort();

function uuidOf({ id, outputs }: Kept): string {
  const { uuid } = outputs;
  return typeof uuid === "string" ? uuid : id;
}

const figures = (name: string, { report, audit }: Run): Record<string, number> => ({
  [`${name}: requests per job`]: Number((audit.requests / JOBS).toFixed(2)),
  [`${name}: peak requests per second`]: audit.peakPerSecond,
  [`${name}: refused with 429`]: audit.throttled,
  [`${name}: failed otherwise`]: audit.failed,
  [`${name}: listings`]: audit.listings,
  [`${name}: sockets`]: report.sockets,
  [`${name}: RSS peak MiB`]: report.rssMib,
  [`${name}: seconds`]: Math.round((report.tookMs * TIME_SCALE) / 1_000),
});

beforeAll(async () => {
  emulator = await startEmulator({
    ...{ assignAfterMs: 20, startAfterMs: 20, cancelAfterMs: 20, runForMs: 3_600_000 },
    rateLimit: { requestsPerSecond: LIMIT * TIME_SCALE, burst: BURST },
  });
  const { url: baseUrl, publicKey, secretKey } = emulator;
  settings = { baseUrl, publicKey, secretKey };
  driver = await openDirectDriver(settings);
});
afterAll(async () => {
  await driver.close();
  await emulator.close();
});

describe(`${JOBS} jobs at once, at ${LIMIT} requests a second of which one in twenty fails`, () => {
  let created: Run;
  let repaired: Run;
  let destroyed: Run;
  let gone: Run;
  let ownersAfterUp: ReturnType<typeof ownersOf>;

  beforeAll(async () => {
    const program = await Promise.all(
      Array.from({ length: JOBS }, async (_, index) => {
        const wanted = batchInputs({}, { __context: { name: `render-${index}` } });
        return { inputs: (await driver.prepare({}, wanted)).inputs };
      }),
    );
    emulator.addFaults(oneInTwenty(JOBS * 20));
    created = await up(program);
    repaired = await againAfter(created, up);
    ownersAfterUp = ownersOf(emulator);
    destroyed = await destroy(repaired.resources);
    gone = await againAfter(destroyed, destroy);
    const lost = [...errorsOf(repaired), ...errorsOf(gone)].length;
    tally({
      suite: "scale",
      tried: JOBS * 2,
      survived: JOBS * 2 - lost - ownersOf(emulator).alive.length,
      figures: {
        ...{ jobs: JOBS, "errors told by the first up": errorsOf(created).length },
        ...figures("up", created),
        "errors told by the first destroy": errorsOf(destroyed).length,
        ...figures("destroy", destroyed),
      },
    });
  });

  test("K01: are bought once each and RUNNING, after another up if there was an error", () => {
    const statuses = new Set(repaired.resources.map(({ kept }) => kept?.outputs["status"]));
    expect([errorsOf(repaired), [...statuses], ownersAfterUp]).toEqual([
      [],
      ["RUNNING"],
      { alive: idsOf(repaired), doubled: [], unmarked: 0, purchases: JOBS },
    ]);
  });

  test("K01: are most of them there after the first up: what can be repeated was repeated", () => {
    // Of the ways in which an order can fail only the refusal, one in ten, is told as an error; a
    // listing that fails for good is told by all who shared it.
    expect(errorsOf(created).filter((error) => !error.includes("not now"))).toEqual([]);
    expect(errorsOf(created).length).toBeLessThanOrEqual(JOBS / 50);
  });

  test("K01, F14: are asked about within the limit, and seldom beyond it", () => {
    for (const { audit } of [created, destroyed]) {
      // Counted when they arrive; the service judges when it has read them.
      expect(audit.peakPerSecond).toBeLessThanOrEqual((LIMIT + BURST) * 1.5);
      expect(audit.throttled).toBeLessThan(audit.requests / 4);
      expect(audit.requests).toBeLessThan(JOBS * 4);
    }
  });

  test("K01: share their listings", () => {
    // Lost answers are looked for at most ten times, however many are lost.
    expect(created.audit.listings).toBeLessThanOrEqual(20 + JOBS / 10);
  });

  test("K01, F14: take no more than 64 connections and 512 MiB", () => {
    for (const { report } of [created, destroyed]) {
      expect(report.sockets).toBeLessThanOrEqual(64);
      expect(report.rssMib).toBeLessThan(512);
    }
  });

  test("F14: have all ended after a destroy, and after another one if there was an error", () => {
    expect([errorsOf(gone), ownersOf(emulator).alive]).toEqual([[], []]);
  });
});
