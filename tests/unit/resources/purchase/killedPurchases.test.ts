// Purchases that a killed run may have left: beside the job of a state, and of resources that have
// left the program. A delete names those that deleting the stack does not end.
import { jobDefinition } from "../../../../provider/resources/lifecycle/job";
import type { KnownEntry } from "../../../../provider/resources/account/journal";
import { createInterruptedJobs } from "../../../../provider/resources/account/interruptedJobs";
import { warnOfKilledPurchases } from "../../../../provider/resources/purchase/killedPurchasesOfStack";
import { stackHash } from "../../../../provider/resources/job/stackName";
import { START_OF_TIME } from "../../../support/fakes";
import { createMemoryJournal } from "../../../support/memoryJournal";
import { createService, otherUuid, outputsOf, uuid } from "../../../support/scriptedService";

const owner = "aaaaaaaa.bbbbbbbb";
const outputs = outputsOf("RUNNING", { marker: `${owner}.cccccccccc.dddddddd` });
const marker = {
  stack: "aaaaaaaa",
  resource: "bbbbbbbb",
  generation: "eeeeeeeeee",
  spec: "dddddddd",
};

/** How many jobs are named beside the one of the state, and as left behind. */
function named(entry: Partial<KnownEntry>): readonly [beside: number, interruptedJobs: number] {
  const { effects } = createService({});
  const { journal, processJobs } = effects;
  journal.add(owner, { ...marker, uuid: otherUuid, postedAtMs: START_OF_TIME, ...entry });
  const interruptedJobs = createInterruptedJobs({ journal, processJobs, namespace: "" });
  const job = { task: "PERSISTENT", createdAt: undefined, status: "RUNNING" };
  interruptedJobs.find([{ ...job, uuid: otherUuid, marker }]);
  const beside = jobDefinition.recall?.(journal, { ...outputs, uuid }, {}) ?? [];
  return [beside.length, interruptedJobs.take().length];
}

test.each([
  ["was sending it", { state: "posted", liveness: "dead" }],
  ["was told of it, and the state may not have been written", { state: "told", liveness: "dead" }],
] as const)("a job is named whose run was killed and %s", (_name, entry) => {
  expect(named(entry)).toEqual([1, 1]);
});

test.each([
  ["has created it, and goes on with other resources", { state: "told", liveness: "alive" }],
  ["is this one, and has created it in the place of another", { state: "told", liveness: "own" }],
  ["ended in good order", { state: "settled", liveness: "dead" }],
] as const)("no job is named whose run %s", (_name, entry) => {
  expect(named(entry)).toEqual([0, 0]);
});

describe("a later job of the resource that the state does not have", () => {
  const holder = "eeeeeeee.ffffffff";
  const inputs = { __context: { id: `${holder}.cccccccccc` } };
  const recalled = (entry: Partial<KnownEntry>): readonly string[] => {
    const journal = createMemoryJournal();
    journal.add("aaaaaaaa.bbbbbbbb", {
      generation: "gggggggggg",
      uuid: otherUuid,
      state: "tracked",
      holder,
      ...entry,
    });
    const state = { uuid, marker: "aaaaaaaa.bbbbbbbb.cccccccccc.dddddddd" };
    return jobDefinition.recall?.(journal, state, inputs) ?? [];
  };

  test.each(["tracked", "settled"] as const)("is named when it is %s", (state) => {
    expect(recalled({ state })).toEqual([
      expect.stringMatching(new RegExp(`^Job ${otherUuid} .* older state may have been restored`)),
    ]);
  });

  test.each<[string, Partial<KnownEntry>]>([
    ["was replaced, and waits for its delete", { state: "replaced" }],
    ["was kept on purpose", { isRetained: true }],
    ["is the very job of the state", { uuid }],
  ])("is not named when it is one that %s", (_what, entry) => {
    expect(recalled(entry)).toEqual([]);
  });
});

/** The stack as markers have it; the program's own owners have it without the namespace. */
const stack = stackHash("", "ssssssss");
const ofStack = outputsOf("RUNNING", { marker: `${stack}.bbbbbbbb.cccccccccc.dddddddd` });
const other = `${stack}.rrrrrrrr`;
const killed = {
  generation: "eeeeeeeeee",
  spec: "dddddddd",
  origin: "https://api.example.com",
  postedAtMs: START_OF_TIME,
  uuid: otherUuid,
  state: "posted",
  liveness: "dead",
} as const;

interface OtherPurchase {
  readonly of?: string;
  readonly entry?: Partial<KnownEntry>;
  readonly checked?: string;
}

/** What two deletes of one run say. */
function saidWith({ of = other, entry, checked }: OtherPurchase): readonly string[] {
  const { effects, said } = createService({});
  effects.journal.add(of, { ...killed, ...entry });
  if (checked !== undefined) effects.processJobs.recordChecked(checked);
  warnOfKilledPurchases(effects, ofStack);
  warnOfKilledPurchases(effects, ofStack);
  return said;
}

describe("a delete", () => {
  test("names a job that a killed run requested for another resource once, with two ways on", () => {
    const [line, ...more] = saidWith({});
    expect(more).toEqual([]);
    expect(line).toContain(`An interrupted run requested job ${otherUuid} for a resource that the`);
    expect(line).toContain("`npx dispersed sweep --project . --cancel`");
    expect(line).toContain("`pulumi up`, which takes it over, and then `pulumi destroy`.");
  });

  test("of a resource that only the engine names, names it too", () => {
    const { effects, said } = createService({});
    effects.journal.add(other, killed);
    warnOfKilledPurchases(effects, { __context: { name: "key" } }, "ssssssss.kkkkkkkk");
    expect(said).toHaveLength(1);
  });

  test.each<[string, OtherPurchase]>([
    ["is of the resource that is deleted", { of: `${stack}.bbbbbbbb` }],
    ["was returned, so that a state may have it", { entry: { state: "told" } }],
    ["is sent by a run that is alive", { entry: { liveness: "alive" } }],
    ["is of a resource of the program", { checked: "ssssssss.rrrrrrrr" }],
  ])("says nothing where the purchase %s", (_name, purchase) => {
    expect(saidWith(purchase)).toEqual([]);
  });
});
