// `getOrphanedJobs` against the emulator, with a journal on paper.
import { startEmulator, type Emulator } from "../../../emulator";
import type { KnownPurchases } from "../../../provider/resources/functions/definition";
import { getOrphanedJobs } from "../../../provider/resources/functions/getOrphanedJobs";
import type { KnownEntry } from "../../../provider/resources/account/journal";
import { ownerText } from "../../../provider/resources/job/marker";
import { markerOfStack, plant, plantForeign, type Planted } from "../cli/account";
import { clientFor } from "../../support/clientFor";

const DEV = "organization/lab/dev";

let emulator: Emulator;

beforeEach(async () => {
  emulator = await startEmulator({ assignAfterMs: 0, startAfterMs: 0, cancelAfterMs: 0 });
});
afterEach(() => emulator.close());

async function orphans(
  args: { readonly trackedUuids?: readonly string[]; readonly stack?: string } = {},
  journal?: KnownPurchases,
): Promise<readonly string[]> {
  const answer = await getOrphanedJobs.ask(clientFor(emulator), { stack: DEV, ...args }, journal);
  return (answer as { jobs: readonly { uuid: string }[] }).jobs.map(({ uuid }) => uuid);
}

/** A journal with the purchase of a job. */
function journalWith(
  { job, marker }: Planted,
  state: KnownEntry["state"] = "tracked",
): KnownPurchases {
  const { generation, spec } = marker;
  const purchase = { generation, spec, origin: emulator.url, postedAtMs: 0, uuid: job.uuid };
  const entry = { ...purchase, state, place: "here", liveness: "dead" } as const;
  return {
    entriesOf: (owner) => (owner === ownerText(marker) ? [entry] : []),
    holdersAnywhere: () => [],
  };
}

test("lists live jobs of the stack, and no others", async () => {
  await plantForeign(emulator, 5);
  await plant(emulator, markerOfStack("organization/lab/prod", "box"));
  const ended = await plant(emulator, markerOfStack(DEV, "ended"));
  await emulator.endJob(ended.job.uuid, { status: "FAILED" });
  const lost = await plant(emulator, markerOfStack(DEV, "lost"));
  expect(await orphans()).toEqual([lost.job.uuid]);
});

test("a job whose id was returned to the engine is known to the journal", async () => {
  const box = await plant(emulator, markerOfStack(DEV, "box"));
  expect(await orphans({}, journalWith(box))).toEqual([]);
  expect(await orphans({}, journalWith(box, "posted"))).toEqual([box.job.uuid]);
});

test("a job that a resource of another stack holds, according to the journal, is none", async () => {
  const box = await plant(emulator, markerOfStack(DEV, "box"));
  const lost = await plant(emulator, markerOfStack(DEV, "lost"));
  const holder = { holder: "hhhhhhhh.bbbbbbbb", isRetained: false, place: "other" } as const;
  const journal: KnownPurchases = {
    entriesOf: () => [],
    holdersAnywhere: (uuid) => (uuid === box.job.uuid ? [holder] : []),
  };
  expect(await orphans({}, journal)).toEqual([lost.job.uuid]);
});

test("a second job of a purchase that the journal knows is an orphan", async () => {
  const box = await plant(emulator, markerOfStack(DEV, "box"));
  const twin = await plant(emulator, box.marker);
  expect(await orphans({}, journalWith(box))).toEqual([twin.job.uuid]);
});
