// `adopt` of a job that a resource may hold: deleting either resource would end the job of both.
import { adoptJob } from "../../../../provider/resources/purchase/adoptJob";
import { adoptedUuid } from "../../../../provider/resources/lifecycle/resolveUnconfirmed";
import type { JobKind } from "../../../../provider/resources/lifecycle/jobKind";
import type { KnownEntry } from "../../../../provider/resources/account/journal";
import { rejection } from "../../../support/fakes";
import {
  createService,
  job,
  unsentPurchase,
  uuid,
  ourMarker as ours,
} from "../../../support/scriptedService";

const intent = "unconfirmed:aaaaaaaa.bbbbbbbb.cccccccccc.dddddddd";
const inputs = { adopt: uuid, __context: { id: "sdkstack.bbbbbbbb.cccccccccc" } };

interface Case {
  /** Who holds the job, by the journal. */
  readonly holder?: string;
  /** Who holds it in another backend. */
  readonly elsewhere?: string;
  readonly description?: string;
  readonly onOrphan?: "fail" | "adopt" | "ignore";
  /** What the journal says of its purchase for another stack's resource of the same name. */
  readonly entry?: Partial<KnownEntry>;
}

const effectsOf = ({ holder, elsewhere, description, entry, onOrphan = "fail" }: Case) => {
  const service = createService(
    { get: [job("RUNNING", { description })] },
    { config: { onOrphan } },
  );
  const known = { isRetained: false, name: "box", stack: "lab/dev" };
  if (holder !== undefined) service.effects.journal.hold(uuid, { holder, ...known });
  if (elsewhere !== undefined) {
    service.effects.journal.holdElsewhere(uuid, { holder: elsewhere, ...known });
  }
  if (entry !== undefined) {
    service.effects.journal.add("eeeeeeee.bbbbbbbb", { generation: "gggggggggg", ...entry });
  }
  return service.effects;
};
const adopt = async (facts: Case): Promise<string> =>
  (await adoptJob(effectsOf(facts), uuid, { wanted: {} }, ours, inputs)).job.uuid;
const kind: JobKind = {
  type: "Job",
  inputNames: [],
  order: () => Promise.resolve(unsentPurchase),
};
const adoptIntent = (facts: Case): Promise<string | undefined> =>
  adoptedUuid(kind, effectsOf(facts), { id: intent, outputs: {}, inputs });
const ofOldName = " [pulumi:eeeeeeee.bbbbbbbb.gggggggggg.dddddddd]";
const foreign = " [pulumi:eeeeeeee.ffffffff.cccccccccc.dddddddd]";

describe.each([
  ["a create", adopt],
  ["an update of an unconfirmed purchase", adoptIntent],
])("%s", (_name, by) => {
  test.each<[string, Case, string]>([
    [
      "without a marker that another stack holds",
      { holder: "another0.bbbbbbbb" },
      "resource box of stack lab/dev holds it",
    ],
    [
      "that a resource of equal names holds in another backend",
      { elsewhere: "sdkstack.bbbbbbbb" },
      "resource box of stack lab/dev in another backend holds it",
    ],
    [
      "that a state may hold under the stack's old name",
      { description: ofOldName, entry: { state: "told" } },
      "it carries the marker of another resource of another stack",
    ],
  ])("does not adopt a job %s, and says how to go on", async (_case, facts, why) => {
    const refused = String(await rejection(by(facts)));
    expect(refused).toContain(`cannot be adopted: ${why}. `);
    expect(refused).not.toContain("inputs");
    expect(refused).toMatch(
      /remove the other resource from its stack with `pulumi state delete`.*:onOrphan: "ignore"\.$/,
    );
  });

  test.each<[string, Case]>([
    ["that no resource holds", {}],
    ["that a killed run left under the stack's old name", { description: ofOldName, entry: {} }],
    ["that it held before", { holder: "sdkstack.bbbbbbbb", description: foreign }],
    ["that another resource of its stack holds", { holder: "sdkstack.eeeeeeee" }],
    ["that another stack held, once told to", { holder: "another0.bbbbbbbb", onOrphan: "ignore" }],
  ])("adopts a job %s", async (_case, facts) => {
    expect(await by(facts)).toBe(uuid);
  });
});
