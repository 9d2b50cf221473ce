import { setTimeout as sleep } from "node:timers/promises";

import { listLedgerTransactions } from "../../../provider/api/endpoints/ledger";
import { clientFor } from "../../support/clientFor";
import { NOT_FOUND } from "../../support/lifecycle/recordRequests";
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

test("shows what ended jobs were charged and what live ones cost an hour, to programs and people", async () => {
  const ended = await endedJob();
  await rewriteLedger({ amount_usd: "-1.25" }, { amount_usd: -0.5 });
  await plantForeign(cli.emulator, 3);
  const facts = await reported();
  expect(facts).toMatchObject({
    ...{ code: 0, totalUsd: 1.75, complete: true, otherTransactions: 0 },
    jobs: [{ uuid: ended, status: "COMPLETED", runs: 1, costUsd: 1.75 }],
  });
  expect(facts.live.jobs.map(({ hourlyRateUsd }) => hourlyRateUsd)).toEqual([0.05, 0.05, 0.05]);
  expect(facts.live.hourlyUsd).toBe(0.15);
  const { out, err } = await run("--since", "2d");
  expect(err).toBe("");
  expect(out).toMatch(/^Charged since 20\S+Z: \$1\.75 for 1 job\.$/m);
  expect(out).toMatch(/^Alive now: 3 jobs at \$0\.15 an hour\.$/m);
});

test("what is not a charge, or cannot be read, is not counted, and reported", async () => {
  await endedJob();
  const other = { amount_usd: 50, type: "AUTHORIZATION" };
  await rewriteLedger({ amount_usd: 1 }, other, { amount_usd: "much" });
  const expected = { code: 1, totalUsd: 1, otherTransactions: 1, complete: false };
  expect(await reported()).toMatchObject(expected);
  expect((await run()).err).toContain("the real sums may be higher");
});

test("a forgotten job still counts", async () => {
  const uuid = await endedJob();
  cli.emulator.forgetJob(uuid);
  const { jobs, totalUsd } = await reported();
  expect(jobs).toEqual([{ runs: 1, costUsd: totalUsd }]);
  expect(totalUsd).toBeGreaterThan(0);
  expect((await run()).out).toContain("no longer known");
});

test("a live job that reads do not find while the list shows it counts", async () => {
  const { uuid } = (await plant(cli.emulator, markerOfStack(DEV, "box"))).job;
  const fault = { route: "GET /v1/jobs/{uuid}", status: 404, body: NOT_FOUND, count: 9 };
  cli.emulator.failNext(fault);
  expect((await reported()).live.jobs.map((job) => job.uuid)).toEqual([uuid]);
});

test("--stack counts the jobs of a stack, and says what it could not assign", async () => {
  const mine = await endedJob();
  await endedJob("acme/lab/prod");
  const live = await plant(cli.emulator, markerOfStack(DEV, "live"));
  await plantForeign(cli.emulator, 2);
  const facts = await reported("--stack", DEV);
  expect(facts.jobs.map(({ uuid }) => uuid)).toEqual([mine]);
  expect(facts.live.jobs.map(({ uuid }) => uuid)).toEqual([live.job.uuid]);
  cli.emulator.forgetJob(mine);
  const after = await reported("--stack", DEV);
  expect([after.jobs, after.unassignedUsd]).toEqual([[], facts.totalUsd]);
});
