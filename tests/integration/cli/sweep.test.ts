import { writeFileSync } from "node:fs";
import path from "node:path";

import { type Emulator, startEmulator } from "../../../emulator";
import { markerOfStack, plant, plantForeign, stackExport, type Planted } from "./account";
import { createPlace, type Finished, type Place, runDispersed } from "./runDispersed";

jest.setTimeout(120_000);

const DEV = "organization/lab/dev";

let emulator: Emulator;
let place: Place;

beforeEach(async () => {
  emulator = await startEmulator({ assignAfterMs: 0, startAfterMs: 0, cancelAfterMs: 50 });
  place = createPlace();
});
afterEach(async () => {
  place.close();
  await emulator.close();
});

const run = (...args: readonly string[]): Promise<Finished> =>
  runDispersed(place, place.env(emulator), "sweep", ...args);

function writeState(tracked: readonly Planted[]): string {
  writeFileSync(path.join(place.folder, "dev.json"), stackExport(DEV, tracked));
  return "dev.json";
}

/** Flags for a stack whose state holds no job. */
const unclaimed = (): readonly string[] => ["--state", writeState([]), "--stack", DEV];

const cancels = (): number => emulator.requests().filter(({ method }) => method === "PUT").length;

const statusOf = ({ job }: Planted): string | undefined =>
  emulator.ledger().jobs.find(({ uuid }) => uuid === job.uuid)?.status;

test("ends exactly the planted orphans among 200 foreign jobs", async () => {
  await plantForeign(emulator, 100);
  const tracked = await plant(emulator, markerOfStack(DEV, "box"));
  const orphans = [
    await plant(emulator, markerOfStack(DEV, "lost")),
    await plant(emulator, markerOfStack(DEV, "lost too"), "with a text"),
    await plant(emulator, tracked.marker),
  ];
  const others = await plant(emulator, markerOfStack("acme/lab/prod", "box"));
  await plantForeign(emulator, 100);
  const file = writeState([tracked]);

  const dry = await run("--state", file);
  expect([dry.code, cancels()]).toEqual([0, 0]);
  expect(dry.out).toMatch(
    /^3 orphans would be cancelled\. Nothing was cancelled; add --cancel\.$/m,
  );

  const swept = await run("--state", file, "--cancel", "--yes");
  expect(swept.code).toBe(0);
  for (const { job } of orphans) expect(swept.out).toContain(`${job.uuid}  cancelled`);
  expect(swept.out).toMatch(/^3 cancelled, 0 had already ended, 0 left\.$/m);
  expect(orphans.map(statusOf)).toEqual(["CANCELLED", "CANCELLED", "CANCELLED"]);
  expect([statusOf(tracked), statusOf(others), cancels()]).toEqual(["RUNNING", "RUNNING", 3]);
  expect(emulator.ledger().alive).toBe(202);

  const after = await run("--state", file, "--cancel", "--yes");
  expect([after.code, after.out, cancels()]).toEqual([
    0,
    "No orphans of the stacks that were read.\n",
    3,
  ]);
});

test("a job that lost its marker after it was listed is not touched", async () => {
  const orphan = await plant(emulator, markerOfStack(DEV, "lost"));
  const json = { description: "somebody wrote this instead" };
  emulator.addFaults([{ route: "GET /v1/jobs/{uuid}", occurrence: "every", action: "lie", json }]);
  const { code, out } = await run(...unclaimed(), "--cancel", "--yes");
  expect([code, cancels(), statusOf(orphan)]).toEqual([1, 0, "RUNNING"]);
  expect(out).toContain("its description no longer carries the marker; not cancelled");
});

test("a job that ended after it was listed is not cancelled again", async () => {
  await plant(emulator, markerOfStack(DEV, "lost"));
  const json = { status: "COMPLETED" };
  emulator.addFaults([{ route: "GET /v1/jobs/{uuid}", occurrence: "every", action: "lie", json }]);
  const { code, out } = await run(...unclaimed(), "--cancel", "--yes");
  expect([code, cancels()]).toEqual([0, 0]);
  expect(out).toContain("had already ended: COMPLETED");
});

test("a job that does not end in time is reported, and the others still end", async () => {
  const stuck = await plant(emulator, markerOfStack(DEV, "stuck"));
  const lost = await plant(emulator, markerOfStack(DEV, "lost"));
  emulator.addFaults([
    {
      route: "PUT /v1/jobs/{uuid}/cancel",
      action: "status",
      status: 403,
      body: '{"message":"not\\u001b[2J yours"}',
    },
  ]);
  const { code, out } = await run(...unclaimed(), "--cancel", "--yes");
  expect(code).toBe(1);
  expect(out).toContain("not [2J yours");
  expect(out).toMatch(/^1 cancelled, 0 had already ended, 1 left\.$/m);
  expect([statusOf(stuck), statusOf(lost)].sort()).toEqual(["CANCELLED", "RUNNING"]);
});

test("a job that is still being cancelled at the deadline is named, with what to do", async () => {
  emulator.changeSettings({ cancelAfterMs: 3_600_000 });
  await plant(emulator, markerOfStack(DEV, "slow"));
  const { code, out } = await run(...unclaimed(), "--cancel", "--yes", "--timeout", "1s");
  expect(code).toBe(1);
  expect(out).toMatch(/has not ended 1s after the request to cancel it.*run sweep again/);
});

test("--json says what became of each", async () => {
  const orphan = await plant(emulator, markerOfStack(DEV, "lost"));
  const dry = await run(...unclaimed(), "--json");
  expect(JSON.parse(dry.out)).toMatchObject({ dryRun: true, orphans: [{ uuid: orphan.job.uuid }] });
  const { out } = await run(...unclaimed(), "--json", "--cancel", "--yes");
  expect(JSON.parse(out)).toMatchObject({
    dryRun: false,
    complete: true,
    orphans: [{ uuid: orphan.job.uuid, result: "cancelled" }],
  });
});

test.each([
  ["no selection", [], "say which jobs are meant"],
  ["no selection but --cancel --yes", ["--cancel", "--yes"], "say which jobs are meant"],
  ["nobody to ask", ["--all", "--cancel"], "add --yes"],
  ["--yes alone", ["--all", "--yes"], "--yes answers the question of --cancel"],
  [
    "a timeout that is none",
    ["--all", "--cancel", "--yes", "--timeout", "soon"],
    "--timeout must be a duration",
  ],
])("%s is wrong usage, and nothing is asked", async (_what, args, words) => {
  await plant(emulator, markerOfStack(DEV, "lost"));
  const before = emulator.requests().length;
  const { code, err } = await run(...args);
  expect([code, emulator.requests().length]).toEqual([2, before]);
  expect(err).toContain(words);
});
