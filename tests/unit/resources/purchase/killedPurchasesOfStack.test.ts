// A delete names the purchases of killed runs that deleting the stack does not end.
import type { KnownEntry } from "../../../../provider/resources/account/journal";
import { warnOfKilledPurchases } from "../../../../provider/resources/purchase/killedPurchasesOfStack";
import { stackHash } from "../../../../provider/resources/job/stackName";
import { START_OF_TIME } from "../../../support/fakes";
import { createService, otherUuid, outputsOf } from "../../../support/scriptedService";

/** The stack as markers have it; the program's own owners have it without the namespace. */
const stack = stackHash("", "ssssssss");
const outputs = outputsOf("RUNNING", { marker: `${stack}.bbbbbbbb.cccccccccc.dddddddd` });
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

interface Case {
  readonly name: string;
  readonly owner?: string;
  readonly entry?: Partial<KnownEntry>;
  readonly checked?: string;
}

/** What two deletes of one run say. */
function saidWith({ owner = other, entry, checked }: Case): readonly string[] {
  const { effects, said } = createService({});
  effects.journal.add(owner, { ...killed, ...entry });
  if (checked !== undefined) effects.processJobs.recordChecked(checked);
  warnOfKilledPurchases(effects, outputs);
  warnOfKilledPurchases(effects, outputs);
  return said;
}

test("a job that a killed run requested for another resource is named once, with two ways on", () => {
  const [line, ...more] = saidWith({ name: "" });
  expect(more).toEqual([]);
  expect(line).toContain(`An interrupted run requested job ${otherUuid} for a resource that the`);
  expect(line).toContain("`npx dispersed sweep --project . --cancel`");
  expect(line).toContain("`pulumi up`, which takes it over, and then `pulumi destroy`.");
});

test.each<Case>([
  { name: "is of another stack", owner: "zzzzzzzz.rrrrrrrr" },
  { name: "is of the resource that is deleted", owner: `${stack}.bbbbbbbb` },
  { name: "was returned, so that a state may have it", entry: { state: "told" } },
  { name: "is sent by a run that is alive", entry: { liveness: "alive" } },
  { name: "was sent to another service", entry: { origin: "https://other.example.com" } },
  { name: "is of a resource of the program", checked: "ssssssss.rrrrrrrr" },
])("nothing is said where the purchase $name", (row) => {
  expect(saidWith(row)).toEqual([]);
});
