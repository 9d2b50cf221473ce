// Many jobs in one `pulumi up`, two hundred of them at a time, at a service that fails one request in
// twenty and takes no more than so many a second. `SCALE_ENGINE_JOBS` says how many jobs.
import { setTimeout as sleep } from "node:timers/promises";

import type { ResourceState, Run } from "../../support/engine/project";
import { watchProvider, type Taken } from "../../../bench/measure/watchProvider";
import { auditOf, ownersOf, type Audit } from "../../integration/scale/audit";
import { oneInTwenty } from "../../integration/scale/faults";
import { sizeOf, tally } from "../../support/tally";
import {
  createStack,
  printed,
  programOf,
  trackedAndAlive,
  type TestStack,
} from "../../support/stack";

const JOBS = sizeOf("SCALE_ENGINE_JOBS", 50);
/** Requests a second. */
const LIMIT = JOBS < 500 ? 20 : 50;
const BURST = LIMIT / 5;
const COMMAND_LIMIT_MS = 1_800_000;

jest.setTimeout(4 * COMMAND_LIMIT_MS);

/** A command, what it asked of the service, and what its provider took. */
interface Command {
  readonly run: Run;
  readonly audit: Audit;
  readonly taken: Taken;
  readonly seconds: number;
}

let stack: TestStack;

async function command(...args: readonly string[]): Promise<Command> {
  const audit = auditOf(stack.emulator);
  const startMs = performance.now();
  // Without the last one the engine begins nothing more after the first error.
  const flags = ["--yes", "--skip-preview", "--parallel", "200", "--continue-on-error"];
  const started = stack.project.start(...args, ...flags);
  const [run, taken] = await Promise.all([started.ended, watchProvider(started)]);
  return { run, taken, audit: audit(), seconds: (performance.now() - startMs) / 1_000 };
}

const MAX_TRIES = 6;
/** So long a request that was lost twice may still arrive, and nothing is believed of it. */
const LATEST_ARRIVAL_MS = 600_000;

/**
 * What a person does after an error. Requests continue to fail, so it may take another try, and a
 * wait of ten minutes if the error asks for it.
 */
async function againAfter(first: Command, name: string): Promise<Command> {
  let last = first;
  for (let tries = 1; last.run.code !== 0 && tries < MAX_TRIES; tries += 1) {
    if (printed(last.run).includes("one may still appear")) await sleep(LATEST_ARRIVAL_MS);
    last = await command(name);
  }
  return last;
}

const program = programOf(
  `for (let number = 0; number < ${JOBS}; number += 1) {
     new dispersed.Job("render-" + number, {
       task: "BATCH",
       maxTimeoutRunMs: 36_000_000,
       container: { image: "otoy/dispersed-base", ports: [] },
     });
   }`,
);

const figures = (name: string, { audit, taken, seconds }: Command): Record<string, number> => ({
  [`${name}: requests per job`]: Number((audit.requests / JOBS).toFixed(2)),
  [`${name}: peak requests per second`]: audit.peakPerSecond,
  [`${name}: refused with 429`]: audit.throttled,
  [`${name}: failed otherwise`]: audit.failed,
  [`${name}: listings`]: audit.listings,
  [`${name}: pages of listings`]: audit.pages,
  [`${name}: sockets`]: taken.sockets,
  [`${name}: RSS peak MiB`]: Math.round(taken.mib),
  [`${name}: seconds`]: Math.round(seconds),
});

describe(`${JOBS} jobs in one up, at ${LIMIT} requests a second of which one in twenty fails`, () => {
  let created: Command;
  let repaired: Command;
  let destroyed: Command;
  let gone: Command;
  let jobs: readonly ResourceState[];
  let ownersAfterUp: ReturnType<typeof ownersOf>;
  let afterUp: Awaited<ReturnType<typeof trackedAndAlive>>;
  let afterDestroy: Awaited<ReturnType<typeof trackedAndAlive>>;

  beforeAll(async () => {
    stack = await createStack({
      runForMs: 36_000_000,
      rateLimit: { requestsPerSecond: LIMIT, burst: BURST },
      faults: oneInTwenty(JOBS * 10),
      commandLimitMs: COMMAND_LIMIT_MS,
    });
    stack.project.write({ "index.js": program });
    created = await command("up");
    repaired = await againAfter(created, "up");
    jobs = ((await stack.project.exportState()).resources ?? []).filter(({ type }) =>
      type.includes("dispersed:Job"),
    );
    ownersAfterUp = ownersOf(stack.emulator);
    afterUp = await trackedAndAlive(stack);
    destroyed = await command("destroy");
    gone = await againAfter(destroyed, "destroy");
    afterDestroy = await trackedAndAlive(stack);
    const running = jobs.filter(({ outputs }) => outputs?.["status"] === "RUNNING").length;
    tally({
      suite: "scale-engine",
      tried: JOBS * 2,
      survived: running + JOBS - afterDestroy.alive.length,
      figures: {
        ...{ "jobs on the real engine": JOBS, "exit codes": codes().join(" ") },
        ...figures("up", created),
        ...figures("destroy", destroyed),
      },
    });
  });
  afterAll(() => stack.close());

  const codes = (): readonly (number | null)[] =>
    [created, repaired, destroyed, gone].map(({ run }) => run.code);

  test("K01: are RUNNING, and what the state has is what was bought: once for each", () => {
    expect([repaired.run.code, new Set(jobs.map(({ outputs }) => outputs?.["status"]))]).toEqual([
      0,
      new Set(["RUNNING"]),
    ]);
    expect(ownersAfterUp).toEqual({
      ...{ alive: afterUp.tracked, doubled: [], unmarked: 0, purchases: JOBS },
    });
  });

  test("K01, F14: ask within the limit, with no more than 64 connections and 512 MiB", () => {
    for (const { audit, taken } of [created, destroyed]) {
      // Counted when they arrive; the service judges when it has read them.
      expect(audit.peakPerSecond).toBeLessThanOrEqual((LIMIT + BURST) * 1.5);
      expect(audit.throttled).toBeLessThan(audit.requests / 4);
      // The slower the jobs come, the fewer of them share a listing.
      expect(audit.requests - audit.pages).toBeLessThan(JOBS * 4);
      expect(taken.sockets).toBeLessThanOrEqual(64);
      expect(taken.mib).toBeLessThan(512);
    }
  });

  test("F14: have all ended after a destroy, and after another one if there was an error", () => {
    expect([gone.run.code, afterDestroy]).toEqual([0, { tracked: [], alive: [] }]);
  });
});
