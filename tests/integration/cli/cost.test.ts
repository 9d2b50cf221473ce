import { setTimeout as sleep } from "node:timers/promises";

import { listLedgerTransactions } from "../../../provider/api/endpoints/ledger";
import { clientFor } from "../../support/clientFor";
import { markerOfStack, plant, plantForeign } from "./account";
import type { Finished } from "./runDispersed";
import { useCli } from "./useCli";

const DEV = "acme/lab/dev";
const LEDGER = "GET /v1/compute/ledger/transactions";

const cli = useCli();
const run = (...args: readonly string[]): Promise<Finished> => cli.run("cost", ...args);

interface Reported {
  readonly since: string;
  readonly totalUsd: number;
  readonly jobs: readonly { uuid?: string; status?: string; runs: number; costUsd: number }[];
  readonly live: { hourlyUsd: number; jobs: readonly { uuid: string; hourlyRateUsd?: number }[] };
  readonly unassignedUsd: number;
  readonly otherTransactions: number;
  readonly complete: boolean;
}

async function reported(...args: readonly string[]): Promise<Reported & Pick<Finished, "code">> {
  const { out, code } = await run(...args, "--json");
  return { ...(JSON.parse(out) as Reported), code };
}

/** Makes a job of a stack, which lives for a moment and ends. */
async function endedJob(stack = DEV, resource = "box"): Promise<string> {
  const before = cli.emulator.bill();
  const { uuid } = (await plant(cli.emulator, markerOfStack(stack, resource))).job;
  // The bill is rounded, and a life of a millisecond costs nothing.
  while (cli.emulator.bill() === before) await sleep(10);
  await cli.emulator.endJob(uuid, { status: "COMPLETED" });
  return uuid;
}

/** Lays an amount and a kind over every line of the ledger, without changing whose run it was. */
async function rewriteLedger(...lines: readonly object[]): Promise<void> {
  const found = [];
  for await (const line of listLedgerTransactions(clientFor(cli.emulator), 10)) found.push(line);
  const [first] = found;
  const data = lines.map((line, index) => ({
    ...{ uuid: `line-${index}`, type: "CAPTURE", job_run_uuid: first?.jobRunUuid },
    ...{ created_at: first?.createdAt, ...line },
  }));
  const json = { data, total: data.length };
  cli.emulator.addFaults([{ route: LEDGER, occurrence: "every", action: "lie", json }]);
}

test("shows what ended jobs were charged and what live ones cost an hour", async () => {
  const ended = await endedJob();
  await rewriteLedger({ amount_usd: "1.25" }, { amount_usd: 0.5 });
  await plantForeign(cli.emulator, 3);
  const facts = await reported();
  expect(facts).toMatchObject({
    ...{ code: 0, totalUsd: 1.75, complete: true, otherTransactions: 0 },
    jobs: [{ uuid: ended, status: "COMPLETED", runs: 1, costUsd: 1.75 }],
  });
  expect(facts.live.jobs.map(({ hourlyRateUsd }) => hourlyRateUsd)).toEqual([0.05, 0.05, 0.05]);
  expect(facts.live.hourlyUsd).toBe(0.15);
});

test("people get sums and tables", async () => {
  const ended = await endedJob();
  await rewriteLedger({ amount_usd: 12.5 });
  await plantForeign(cli.emulator, 1);
  const { out, err, code } = await run("--since", "2d");
  expect([code, err]).toEqual([0, ""]);
  expect(out).toMatch(/^Charged since 20\S+Z: \$12\.50 for 1 job\.$/m);
  expect(out).toMatch(new RegExp(`${ended} +│ COMPLETED +│.*\\$12\\.50`));
  expect(out).toMatch(/^Alive now: 1 job at \$0\.0500 an hour\.$/m);
});

test("the sum is the emulator's own bill, and of many jobs the most expensive are shown", async () => {
  for (const resource of ["a", "b", "c"]) await endedJob(DEV, resource);
  const { totalUsd, jobs } = await reported();
  expect(jobs).toHaveLength(3);
  expect(totalUsd).toBeGreaterThan(0);
  expect(totalUsd).toBeCloseTo(cli.emulator.ledger().billUsd, 6);
  expect((await run("--limit", "1")).out).toMatch(/^\$\S+ more for 2 jobs\.$/m);
});

test("charges before the period are left out, also where the service shows them", async () => {
  await endedJob();
  const old = new Date(Date.now() - 3 * 3_600_000).toISOString();
  await rewriteLedger({ amount_usd: 1 }, { amount_usd: 2, created_at: old });
  expect((await reported("--since", "2h")).totalUsd).toBe(1);
  expect((await reported("--since", "4h")).totalUsd).toBe(3);
});

test.each<[string, object[], object, string]>([
  [
    "charges as negative amounts are understood",
    [{ amount_usd: -3 }, { amount_usd: 1 }],
    { code: 0, totalUsd: 2, jobs: [{ costUsd: 2 }] },
    "",
  ],
  [
    "what is not a charge is not counted, and reported",
    [{ amount_usd: 1 }, { amount_usd: 50, type: "AUTHORIZATION" }],
    { totalUsd: 1, otherTransactions: 1 },
    "Not included: 1 transaction of another kind than a charge.",
  ],
  [
    "an amount that cannot be read makes the sum doubtful",
    [{ amount_usd: 1 }, { amount_usd: "much" }],
    { code: 1, totalUsd: 1, complete: false },
    "the real sums may be higher",
  ],
])("%s", async (_what, lines, expected, warning) => {
  await endedJob();
  await rewriteLedger(...lines);
  expect(await reported()).toMatchObject(expected);
  expect((await run()).err).toContain(warning);
});

test("a forgotten job still counts", async () => {
  const uuid = await endedJob();
  cli.emulator.forgetJob(uuid);
  const { jobs, totalUsd } = await reported();
  expect(jobs).toEqual([{ runs: 1, costUsd: totalUsd }]);
  expect(totalUsd).toBeGreaterThan(0);
  expect((await run()).out).toContain("no longer known");
});

test("--stack counts the jobs of a stack, and says what it could not assign", async () => {
  const mine = await endedJob();
  await endedJob("acme/lab/prod");
  const live = await plant(cli.emulator, markerOfStack(DEV, "live"));
  await plantForeign(cli.emulator, 2);
  const facts = await reported("--stack", DEV);
  expect(facts.jobs.map(({ uuid }) => uuid)).toEqual([mine]);
  expect(facts.live.jobs.map(({ uuid }) => uuid)).toEqual([live.job.uuid]);
  expect(facts.unassignedUsd).toBe(0);
  cli.emulator.forgetJob(mine);
  const after = await reported("--stack", DEV);
  expect([after.jobs, after.unassignedUsd]).toEqual([[], facts.totalUsd]);
});

test("a live job without a price is named, and does not count as free", async () => {
  const { uuid } = (await plant(cli.emulator, markerOfStack(DEV, "box"))).job;
  const runs = [{ uuid, job_uuid: uuid, status: "RUNNING" }];
  const json = { data: runs, total: 1 };
  cli.emulator.addFaults([{ route: "GET /v1/job-runs", occurrence: "every", action: "lie", json }]);
  const { out, err } = await run();
  expect(out).toMatch(/│ unknown/);
  expect(err).toContain("Live jobs without a known price: 1.");
});

test("a key that may not read the ledger is a failure", async () => {
  const body = '{"message":"no"}';
  cli.emulator.addFaults([
    { route: LEDGER, occurrence: "every", action: "status", status: 403, body },
  ]);
  const { code, out, err } = await run();
  expect([code, out, err]).toEqual([1, "", expect.stringContaining("403")]);
});
