// `dispersed orphans` and `dispersed sweep` for a stack of the real engine, in an account with many jobs
// of others.
import { join } from "node:path";

import { parseMarker } from "../../../provider/resources/job/marker";
import { succeeded } from "../../support/engine/project";
import { markerOfStack, plant, plantForeign } from "../../integration/cli/account";
import {
  createPlace,
  type Finished,
  type Place,
  runDispersed,
} from "../../integration/cli/runDispersed";
import {
  boxArgs,
  createStack,
  programOf,
  trackedAndAlive,
  type TestStack,
} from "../../support/stack";

let stack: TestStack;
let place: Place;
/** Uuids of what no state knows: the orphans. */
let orphans: readonly string[];
/** Uuids of what the stack's state knows. */
let tracked: readonly string[];
let stateFile: string;

const boxes = (...names: readonly string[]): string =>
  programOf(
    names
      .map((name) => `new dispersed.Job("${name}", ${JSON.stringify(boxArgs)});`)
      .concat("exports.done = true;")
      .join("\n"),
  );

beforeAll(async () => {
  stack = await createStack();
  place = createPlace();
  const { emulator, project } = stack;
  await plantForeign(emulator, 90, "organization/project/test");
  succeeded(await stack.up(boxes("box", "other", "lost", "forgotten")));
  for (const name of ["lost", "forgotten"]) {
    const urn = `urn:pulumi:test::project::pulumi-nodejs:dynamic/dispersed:Job::${name}`;
    succeeded(await project.pulumi("state", "delete", urn, "--yes"));
  }
  // A late duplicate of a purchase that the state knows.
  const { outputs = {} } = await stack.job("box");
  const marker = parseMarker(String(outputs["marker"]));
  if (marker === undefined) throw new Error("the box carries no marker");
  const twin = await plant(emulator, marker);
  for (let index = 0; index < 20; index += 1) {
    await plant(emulator, markerOfStack("organization/project/prod", `box-${index}`));
  }
  await plantForeign(emulator, 90, "organization/project/test");

  ({ tracked } = await trackedAndAlive(stack));
  const { jobs } = emulator.ledger();
  const lost = jobs.filter(({ title }) => ["lost", "forgotten"].includes(title));
  orphans = [...lost.map(({ uuid }) => uuid), twin.job.uuid].sort();
  stateFile = join(place.folder, "state.json");
  succeeded(await project.pulumi("stack", "export", "--file", stateFile));
});
afterAll(async () => {
  place.close();
  await stack.close();
});

const run = (...args: readonly string[]): Promise<Finished> =>
  runDispersed(place, place.env(stack.emulator), ...args, "--state", stateFile);

/** Uuids of the jobs that were asked to end, or have. */
function ended(): readonly string[] {
  const { jobs } = stack.emulator.ledger();
  return jobs.flatMap(({ uuid, status }) => (status === "RUNNING" ? [] : [uuid])).sort();
}

test("there are two boxes of the stack, three orphans of it, and 200 jobs of others", () => {
  expect([tracked.length, orphans.length, stack.emulator.ledger().alive]).toEqual([2, 3, 205]);
});

test("orphans names the three", async () => {
  const { code, out } = await run("orphans", "--json");
  const { orphans: found, complete } = JSON.parse(out) as {
    orphans: readonly { uuid: string }[];
    complete: boolean;
  };
  expect([code, complete]).toEqual([1, true]);
  expect(found.map(({ uuid }) => uuid).sort()).toEqual(orphans);
});

test("sweep without --cancel ends nothing", async () => {
  const { code, out } = await run("sweep");
  expect([code, ended()]).toEqual([0, []]);
  expect(out).toMatch(/^3 orphans would be cancelled\. Nothing was cancelled; add --cancel\.$/m);
});

test("sweep --cancel --yes ends exactly the three, and the stack does not notice", async () => {
  const { code, out } = await run("sweep", "--cancel", "--yes");
  expect([code, ended()]).toEqual([0, orphans]);
  expect(out).toMatch(/^3 cancelled, 0 had already ended, 0 left\.$/m);
  succeeded(await stack.up(boxes("box", "other"), "--refresh", "--expect-no-changes"));
  expect((await run("orphans")).out).toBe("No orphans of the stacks that were read.\n");
});
