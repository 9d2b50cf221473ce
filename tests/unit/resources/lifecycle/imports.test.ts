// An import: whether a job may become a resource, when some other resource may hold it.
import type { Properties } from "../../../../provider/resources/schema/types";
import { jobDefinition } from "../../../../provider/resources/lifecycle/job";
import { withMarker } from "../../../../provider/resources/job/marker";
import { markedOwner } from "../../../../provider/resources/job/stackName";
import { config, rejection } from "../../../support/fakes";
import { createService, job, otherUuid, uuid } from "../../../support/scriptedService";

const owner = "aaaaaaaa.bbbbbbbb";
const another = "cccccccc.dddddddd";
const marker = (holder: string): string =>
  withMarker(undefined, {
    ...markedOwner(config.namespace, holder),
    ...{ generation: "eeeeeeeeee", spec: "ffffffff" },
  });

interface Case {
  readonly description?: string;
  readonly status?: string;
  readonly holder?: string;
  readonly onOrphan?: "ignore" | "adopt";
  /** Whether the program only looks the job up. */
  readonly isLookUp?: boolean;
}

function importing({
  description,
  status = "RUNNING",
  holder,
  onOrphan = "adopt",
  isLookUp = false,
}: Case): Promise<Properties> {
  const told = {
    parameters: { type: "docker", parameters: { image: "ubuntu" } },
    description,
  };
  const { effects } = createService({ get: [job(status, told)] }, { config: { onOrphan } });
  effects.journal.hold(otherUuid, { holder: owner, isRetained: false });
  if (holder !== undefined) effects.journal.hold(uuid, { holder, isRetained: false });
  const { imports } = jobDefinition;
  if (imports === undefined) throw new Error("a Job can be imported");
  return imports.describe(effects, uuid, { name: "box", owner: isLookUp ? undefined : owner });
}

test.each<[string, Case]>([
  ["carries the marker of another resource", { description: marker(another) }],
  [
    "carries our marker and is held by another resource",
    { description: marker(owner), holder: another },
  ],
  ["carries no marker and is held by another resource", { holder: another }],
])("a job is not imported that %s", async (_, facts) => {
  const refused = String(await rejection(importing(facts)));
  expect(refused).toContain("another resource, in this stack or in another. Nothing was imported");
  expect(refused).toContain('dispersed:onOrphan: "ignore"');
});

test.each<[string, Case]>([
  ["carries no marker", {}],
  ["carries the resource's own marker", { description: marker(owner) }],
  [
    "carries the marker that the resource had before its stack was renamed",
    { description: marker(another), holder: owner },
  ],
  ["has ended, whoever bought it", { description: marker(another), status: "FAILED" }],
  ["is another's, where orphans are ignored", { description: marker(another), onOrphan: "ignore" }],
  ["is another's, where it is only looked up", { description: marker(another), isLookUp: true }],
])("a job is described that %s", async (_, facts) => {
  expect(await importing(facts)).toMatchObject({ container: { image: "ubuntu" } });
});
