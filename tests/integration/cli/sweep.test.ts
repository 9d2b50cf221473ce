import { writeFileSync } from "node:fs";
import path from "node:path";

import { markerOfStack, plant, plantForeign, stackExport, type Planted } from "./account";
import type { Finished } from "./runDispersed";
import { useCli } from "./useCli";

const DEV = "organization/lab/dev";

const cli = useCli({ cancelAfterMs: 50 });
const run = (...args: readonly string[]): Promise<Finished> => cli.run("sweep", ...args);

function writeState(tracked: readonly Planted[]): string {
  writeFileSync(path.join(cli.place.folder, "dev.json"), stackExport(DEV, tracked));
  return "dev.json";
}

/** Flags for a stack whose state holds no job. */
const unclaimed = (): readonly string[] => ["--state", writeState([]), "--stack", DEV];

const cancels = (): number =>
  cli.emulator.requests().filter(({ method }) => method === "PUT").length;

const statusOf = ({ job }: Planted): string | undefined =>
  cli.emulator.ledger().jobs.find(({ uuid }) => uuid === job.uuid)?.status;

test("ends exactly the planted orphans among 200 foreign jobs", async () => {
  await plantForeign(cli.emulator, 100);
  const tracked = await plant(cli.emulator, markerOfStack(DEV, "box"));
  const orphans = [
    await plant(cli.emulator, markerOfStack(DEV, "lost")),
    await plant(cli.emulator, markerOfStack(DEV, "lost too"), "with a text"),
    await plant(cli.emulator, tracked.marker),
  ];
  const others = await plant(cli.emulator, markerOfStack("acme/lab/prod", "box"));
  await plantForeign(cli.emulator, 100);
  const file = writeState([tracked]);

  const dry = await run("--state", file);
  expect([dry.code, cancels()]).toEqual([0, 0]);
  expect(dry.out).toMatch(/^3 orphans would be cancelled\. Nothing was cancelled/m);

  const swept = await run("--state", file, "--cancel", "--yes");
  expect(swept.code).toBe(0);
  for (const { job } of orphans) expect(swept.out).toContain(`${job.uuid}  cancelled`);
  expect(swept.out).toMatch(/^3 cancelled, 0 had already ended, 0 left\.$/m);
  expect(orphans.map(statusOf)).toEqual(["CANCELLED", "CANCELLED", "CANCELLED"]);
  expect([statusOf(tracked), statusOf(others), cancels()]).toEqual(["RUNNING", "RUNNING", 3]);
  expect(cli.emulator.ledger().alive).toBe(202);

  const after = await run("--state", file, "--cancel", "--yes");
  expect([after.code, cancels()]).toEqual([0, 3]);
});

test.each<[string, object, number, string]>([
  ["lost its marker after it was listed is not touched", { description: "x" }, 1, "not cancelled"],
  ["ended after it was listed is not cancelled again", { status: "COMPLETED" }, 0, "already ended"],
])("a job that %s", async (_what, json, expected, words) => {
  await plant(cli.emulator, markerOfStack(DEV, "lost"));
  const lie = { action: "lie", occurrence: "every", json } as const;
  cli.emulator.addFaults([{ route: "GET /v1/jobs/{uuid}", ...lie }]);
  const { code, out } = await run(...unclaimed(), "--cancel", "--yes");
  expect([code, cancels(), out]).toEqual([expected, 0, expect.stringContaining(words)]);
});

test("a job whose cancel is refused is reported, and the others still end", async () => {
  const stuck = await plant(cli.emulator, markerOfStack(DEV, "stuck"));
  const lost = await plant(cli.emulator, markerOfStack(DEV, "lost"));
  cli.emulator.failNext({ route: "PUT /v1/jobs/{uuid}/cancel", status: 403, body: "{}" });
  const { code, out } = await run(...unclaimed(), "--cancel", "--yes");
  expect(code).toBe(1);
  expect(out).toMatch(/^1 cancelled, 0 had already ended, 1 left\.$/m);
  expect([statusOf(stuck), statusOf(lost)].sort()).toEqual(["CANCELLED", "RUNNING"]);
});

test("--json says what became of each", async () => {
  const orphan = await plant(cli.emulator, markerOfStack(DEV, "lost"));
  const dry = await run(...unclaimed(), "--json");
  expect(JSON.parse(dry.out)).toMatchObject({ dryRun: true, orphans: [{ uuid: orphan.job.uuid }] });
  const { out } = await run(...unclaimed(), "--json", "--cancel", "--yes");
  expect(JSON.parse(out)).toMatchObject({
    dryRun: false,
    complete: true,
    orphans: [{ uuid: orphan.job.uuid, result: "cancelled" }],
  });
});
