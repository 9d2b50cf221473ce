// Jobs that are waited for in one process of Pulumi's own host, and what the engine asks meanwhile.
// `WAITERS` says how many.
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";

import { sizeOf, tally } from "../../support/tally";
import type { HostProcess } from "../../support/hostProcess";
import { configFor, jobProperties, useHost } from "../host/useHost";

jest.setTimeout(600_000);

const WAITERS = sizeOf("WAITERS", 150);
/** Longer than the longest pause between two polls of a job. */
const WATCHED_MS = WAITERS < 1_000 ? 5_000 : 30_000;
/** As an engine asks that has many resources to register. */
const ASK_EVERY_MS = 50;

/** A busy machine makes a stretch of time slow, never quick: the first good one of so many counts. */
const TURNS = 3;
const [MOST_BLOCKED_MS, MOST_CHECK_MS] = [50, 200];

/** How late the host's event loop came, in milliseconds. */
interface Lateness {
  /** Of a hundred turns 99 were less late. */
  readonly p99: number;
  readonly most: number;
}

/** What was seen in a stretch of time. */
interface Stretch {
  readonly lateness: Lateness;
  /** How late a process came meanwhile that had little to do. */
  readonly idleMs: number;
  readonly checksMs: readonly number[];
  readonly looks: number;
}

const rig = useHost();
let host: HostProcess;
let seen: Stretch;

/** How late the host was since it was asked before. */
async function latenessOf(file: string): Promise<Lateness> {
  rmSync(file, { force: true });
  host.kill("SIGUSR2");
  while (!existsSync(file) || readFileSync(file, "utf8") === "") await sleep(20);
  return JSON.parse(readFileSync(file, "utf8")) as Lateness;
}

/** Checks a resource again and again; returns how long each took. */
async function askFor(durationMs: number): Promise<readonly number[]> {
  const took: number[] = [];
  const endMs = performance.now() + durationMs;
  while (performance.now() < endMs) {
    const startMs = performance.now();
    await host.check({}, jobProperties({ __context: { name: `more-${took.length}` } }));
    took.push(performance.now() - startMs);
    await sleep(ASK_EVERY_MS);
  }
  return took;
}

const p99 = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.ceil(values.length * 0.99) - 1] ?? Infinity;

/** Asks for a while, and tells how it went. */
async function watch(file: string): Promise<Stretch> {
  const { emulator } = rig();
  await latenessOf(file);
  const before = emulator.ledger().requests;
  const idle = monitorEventLoopDelay({ resolution: 10 });
  idle.enable();
  const checksMs = await askFor(WATCHED_MS);
  idle.disable();
  const asked = emulator.requests().slice(before - emulator.ledger().requests);
  return {
    ...{ checksMs, idleMs: Math.round(idle.percentile(99) / 1e6) },
    looks: asked.filter(({ path }) => path === "/v1/jobs").length,
    lateness: await latenessOf(file),
  };
}

/** What the machine is late by itself is not the host's. */
const isGood = ({ lateness, idleMs, checksMs }: Stretch): boolean =>
  lateness.p99 <= MOST_BLOCKED_MS + idleMs && p99(checksMs) < MOST_CHECK_MS;

beforeAll(async () => {
  const { emulator, project, start } = rig();
  const file = join(project.folder, "lateness.json");
  const preload = join(__dirname, "lateness.cjs");
  host = await start({
    config: configFor(emulator),
    env: { NODE_OPTIONS: `--require "${preload}"`, LATENESS_FILE: file },
  });
  const container = {
    ...{ image: "otoy/dispersed-base", ports: [] },
    // It has a node and a run, and is looked at with both.
    env: { EMULATOR_START: "never" },
  };
  for (let number = 0; number < WAITERS; number += 1) {
    const __context = { name: `render-${number}`, timeouts: { create: "1h" } };
    // The host waits until it is killed; whoever asked has given up by then.
    void host.create(jobProperties({ container, __context })).catch(() => undefined);
  }
  while (emulator.ledger().jobs.length < WAITERS) await sleep(100);
  // The first looks are close together.
  await sleep(2_000);
  let turns = 0;
  do {
    seen = await watch(file);
    turns += 1;
  } while (turns < TURNS && !isGood(seen));
  const { checksMs, idleMs, lateness, looks } = seen;
  tally({
    suite: "waiters",
    tried: WAITERS,
    survived: emulator.ledger().alive,
    figures: {
      "looks in that time": looks,
      "event loop late ms, 99 of 100": lateness.p99,
      "event loop late ms, at most": lateness.most,
      "the same of an idle process": idleMs,
      "checks meanwhile": checksMs.length,
      "check ms, 99 of 100": Math.round(p99(checksMs)),
      "check ms, at most": Math.round(Math.max(...checksMs)),
    },
  });
});

describe(`${WAITERS} waiting jobs`, () => {
  test("K05: are all polled", () => {
    expect(seen.looks).toBeGreaterThanOrEqual(WAITERS / 50);
  });

  test("K05: block the process for no longer than 50 ms, 99 times of 100", () => {
    expect(seen.lateness.p99).toBeLessThanOrEqual(MOST_BLOCKED_MS + seen.idleMs);
  });

  test("K05: let a check be answered within 200 ms, 99 times of 100", () => {
    expect(p99(seen.checksMs)).toBeLessThan(MOST_CHECK_MS);
  });
});
