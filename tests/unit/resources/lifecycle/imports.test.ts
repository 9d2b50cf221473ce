// An import: whether a job may become a resource, when some other resource may hold it.
import type { ResourceEffects } from "../../../../provider/resources/contract/effects";
import type { Properties } from "../../../../provider/resources/schema/types";
import { jobDefinition } from "../../../../provider/resources/lifecycle/job";
import { withMarker } from "../../../../provider/resources/job/marker";
import { markedOwner } from "../../../../provider/resources/job/stackName";
import { config, rejection } from "../../../support/fakes";
import { createService, job, notFound, otherUuid, uuid } from "../../../support/scriptedService";

const owner = "aaaaaaaa.bbbbbbbb";
const another = "cccccccc.dddddddd";
const marker = (holder: string): string =>
  withMarker(undefined, {
    ...markedOwner(config.namespace, holder),
    generation: "eeeeeeeeee",
    spec: "ffffffff",
  });

interface Case {
  readonly description?: string;
  readonly status?: string;
  readonly holder?: string;
  readonly onOrphan?: "ignore" | "adopt";
  /** Whether the program only looks the job up. */
  readonly isLookUp?: boolean;
  /** Whether the engine has written it into the state before it asks. */
  readonly isInState?: boolean;
}

function importing({
  description,
  status = "RUNNING",
  holder,
  onOrphan = "adopt",
  isLookUp = false,
  isInState = false,
}: Case): Promise<Properties> {
  const told = {
    parameters: { type: "docker", parameters: { image: "ubuntu" } },
    description,
  };
  const { effects } = createService({ get: [job(status, told)] }, { config: { onOrphan } });
  effects.journal.hold(otherUuid, { holder: owner, isRetained: false });
  if (holder !== undefined) {
    effects.journal.hold(uuid, { holder, isRetained: false, name: "box", stack: "lab/dev" });
  }
  return describeJob(effects, uuid, isLookUp, isInState);
}

async function describeJob(
  effects: ResourceEffects,
  id: string,
  isLookUp = false,
  isInState = false,
): Promise<Properties> {
  const { imports } = jobDefinition;
  if (imports === undefined) throw new Error("a Job can be imported");
  const { inputs, takeAs } = await imports.describe(effects, id, "box");
  if (!isLookUp) takeAs({ owner, isInState });
  return inputs;
}

test.each<[string, Case, string]>([
  [
    "carries the marker of another resource",
    { description: marker(another) },
    "carries the marker of another resource of another stack",
  ],
  [
    "carries no marker and is held by another resource",
    { holder: another },
    "is held by resource box of stack lab/dev",
  ],
])("a job is not imported that %s", async (_, facts, why) => {
  expect(String(await rejection(importing(facts)))).toContain(
    `the job ${uuid} ${why}. Nothing was imported: deleting either resource would cancel the job ` +
      "of both. To take this one, remove the other resource from its stack with `pulumi state " +
      'delete` if it is still there, then run once with dispersed:onOrphan: "ignore".',
  );
});

test("an import that is in the state already says how it gets out again", async () => {
  const said = String(await rejection(importing({ holder: another, isInState: true })));
  expect(said).not.toContain("Nothing was imported");
  expect(said).toContain(
    `the job ${uuid} is held by resource box of stack lab/dev. It must not be imported: deleting ` +
      "either resource would cancel the job of both. Unless this is a preview, Pulumi has written it " +
      "into the state all the same: take it out with `pulumi state delete`, which leaves the job alone.",
  );
});

test("an import of a job that the service does not know repeats its uuid", async () => {
  const { effects } = createService({ get: [notFound] });
  expect(await rejection(describeJob(effects, uuid))).toMatchObject({
    status: 404,
    message:
      `https://api.example.com knows no job ${uuid} for this key. Check the uuid: the job may also ` +
      "be another account's.",
  });
});

test("an import by something else than a uuid is refused, and does not repeat it", async () => {
  const { effects, asked } = createService({});
  const refused = String(await rejection(describeJob(effects, "secret")));
  expect(refused).toContain("the id that was given is not a uuid; nothing was sent.");
  expect([refused.includes("secret"), asked]).toEqual([false, []]);
});

test.each<[string, Case]>([
  ["carries no marker", {}],
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

describe("an import of a job that has ended", () => {
  const warningOf = async (
    status: string,
    task: string,
    isLookUp = false,
  ): Promise<readonly string[]> => {
    const parameters = { type: "docker", parameters: { image: "ubuntu" } };
    const { effects, said } = createService({ get: [job(status, { task, parameters })] });
    await describeJob(effects, uuid, isLookUp);
    return said;
  };

  test.each([
    [
      "it is replaced, or that its protection stops that",
      "FAILED",
      "so the next `pulumi up` buys another job in its place, or fails while the resource is protected",
    ],
    [
      "it stays, where its ending replaces nothing",
      "COMPLETED",
      "It is not bought again unless its inputs or `triggers` change.",
    ],
  ])("says that %s", async (_name, status, words) => {
    expect(await warningOf(status, "BATCH")).toEqual([expect.stringContaining(words)]);
  });
});
