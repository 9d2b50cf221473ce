// A killed run's purchase for a resource of the same name in another stack: that stack may be this one
// before it was renamed.
import { checkOtherStacks } from "../../../../provider/resources/purchase/checkOtherStacks";
import type { OnOrphan } from "../../../../provider/api/config/config";
import type { KnownEntry } from "../../../../provider/resources/account/journal";
import { markerText, ownerText, type Marker } from "../../../../provider/resources/job/marker";
import { rejection, START_OF_TIME } from "../../../support/fakes";
import {
  createService,
  listOf,
  uuid,
  ourMarker as wanted,
  unsentPurchase as purchase,
  type Service,
} from "../../../support/scriptedService";

const killed: Marker = { ...wanted, stack: "zzzzzzzz", generation: "eeeeeeeeee" };
const origin = "https://api.example.com";
const HOUR_MS = 3_600_000;
const LONG_AGO = START_OF_TIME - HOUR_MS;

interface Case {
  readonly entry?: Partial<KnownEntry>;
  readonly status?: string;
  readonly listed?: readonly Marker[];
  readonly onOrphan?: OnOrphan;
  /** A purchase of this stack, before the killed one. */
  readonly earlier?: Partial<KnownEntry>;
  readonly holder?: string;
}

function serviceFor({ entry, status = "RUNNING", onOrphan = "fail", ...more }: Case): Service {
  const { listed = [killed], earlier, holder } = more;
  const list = listOf(...listed.map((marker) => ({ uuid, status, marker: markerText(marker) })));
  const service = createService({ look: [list] }, { config: { onOrphan } });
  const { journal } = service.effects;
  const { generation, spec } = killed;
  const sent = { generation, spec, origin, postedAtMs: LONG_AGO };
  journal.add(ownerText(killed), { ...sent, ...entry });
  if (earlier !== undefined) {
    const before = { generation: "ffffffffff", postedAtMs: LONG_AGO - 1, ...earlier };
    journal.add("aaaaaaaa.another0", { ...sent, state: "tracked", ...before });
  }
  if (holder !== undefined) journal.hold(uuid, { holder, isRetained: false });
  return service;
}

const check = ({ effects }: Service): Promise<void> =>
  checkOtherStacks(effects, { marker: wanted, purchase });

test.each(["fail", "adopt"] as const)(
  "a create stops before the live job of a killed run, and says every way on: %s",
  async (onOrphan) => {
    const service = serviceFor({ onOrphan });
    const refused = String(await rejection(check(service)));
    for (const part of [
      `Job ${uuid} (RUNNING)`,
      "No job was created",
      `adopt: "${uuid}"`,
      "dispersed sweep --project . --stack",
      "`pulumi up` there",
      'dispersed:onOrphan: "ignore"',
    ]) {
      expect(refused).toContain(part);
    }
    expect(service.said).toEqual([]);
  },
);

test("a create stops though our clock was set back after the killed run", async () => {
  const setBack = { postedAtMs: LONG_AGO + 2 * HOUR_MS, clockOffsetMs: -2 * HOUR_MS };
  const service = serviceFor({ entry: setBack, earlier: { postedAtMs: LONG_AGO + 1 } });
  expect(String(await rejection(check(service)))).toContain("No job was created");
});

test.each([undefined, uuid])("a create stops where another key requested job %s", async (known) => {
  const service = serviceFor({ entry: { key: "otherKey", uuid: known }, listed: [] });
  expect(String(await rejection(check(service)))).toContain("requested with another key");
});

test.each<[string, Case]>([
  ["was returned to its engine, and a state may hold it", { entry: { state: "told" } }],
  ["is older than a day", { entry: { postedAtMs: START_OF_TIME - 25 * HOUR_MS } }],
  ["began when this stack was there already", { earlier: {} }],
  ["is to be ignored", { onOrphan: "ignore" }],
])("a create warns beforehand, once, of a live job whose purchase %s", async (_what, facts) => {
  const service = serviceFor(facts);
  await check(service);
  await check(service);
  expect(service.said).toEqual([
    expect.stringMatching(new RegExp(`^warn: Job ${uuid} .* Another job is created now\\.`)),
  ]);
});

test.each<[string, Case]>([
  ["has ended", { status: "CANCELLED" }],
  ["some resource holds", { holder: "hhhhhhhh.bbbbbbbb" }],
  ["a state has shown", { entry: { state: "tracked" } }],
  ["another run is creating", { entry: { liveness: "alive" } }],
  [
    "another project's run requested in another folder",
    { entry: { project: "pppppppp", projectFolder: "eeeeeeee" } },
  ],
])("a create says nothing of a job that %s", async (_what, facts) => {
  const service = serviceFor(facts);
  Object.assign(service.effects.journal, { project: OURS });
  await check(service);
  expect(service.said).toEqual([]);
});

/** The project that creates. */
const OURS = { name: "oooooooo", folder: "ffffffff" };

test.each<[string, Partial<KnownEntry>]>([
  ["project", { project: "oooooooo", projectFolder: "eeeeeeee" }],
  ["folder, under another name of the project", { project: "pppppppp", projectFolder: "ffffffff" }],
])("a create stops before the job of a killed run of the same %s", async (_what, entry) => {
  const service = serviceFor({ entry: { ...entry, stack: "old/dev" } });
  Object.assign(service.effects.journal, { project: OURS });
  const refused = String(await rejection(check(service)));
  expect(refused).toContain("If that is the old name of this stack or its project, set `adopt:");
  expect(refused).toContain("sweep --project . --stack organization/old/dev --cancel`");
});

test("a request that has just been sent is looked for until it is proven that it made no job", async () => {
  const service = serviceFor({ entry: { postedAtMs: START_OF_TIME - 1_000 }, listed: [] });
  await check(service);
  expect(service.clock.monotonicMs()).toBeGreaterThanOrEqual(29_000);
  expect(service.asked.length).toBeGreaterThanOrEqual(3);
});
