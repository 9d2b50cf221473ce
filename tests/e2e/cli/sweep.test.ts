// `dispersed orphans` and `dispersed sweep` with a state that the real engine exported. Among 200 jobs of
// others they are tried in integration/cli.
import { join } from "node:path";

import { parseMarker } from "../../../provider/resources/job/marker";
import { plant } from "../../integration/cli/account";
import { createPlace, type Finished, runDispersed } from "../../integration/cli/runDispersed";
import { succeeded } from "../../support/engine/project";
import { boxesProgram, useStack } from "../../support/stack";

const stack = useStack({}, true);
const place = createPlace();
const stateFile = join(place.folder, "state.json");
afterAll(() => place.close());

/** Uuids of what no state knows: the orphans. */
let orphans: readonly string[];

beforeAll(async () => {
  const { emulator, project } = stack;
  succeeded(await stack.up(boxesProgram("box", "other", "lost", "forgotten")));
  for (const name of ["lost", "forgotten"]) {
    const urn = `urn:pulumi:test::project::pulumi-nodejs:dynamic/dispersed:Job::${name}`;
    succeeded(await project.pulumi("state", "delete", urn, "--yes"));
  }
  // A late duplicate of a purchase that the state knows.
  const { outputs = {} } = await stack.job("box");
  const marker = parseMarker(String(outputs["marker"]));
  if (marker === undefined) throw new Error("the box carries no marker");
  const twin = await plant(emulator, marker);
  const lost = emulator.ledger().jobs.filter(({ title }) => ["lost", "forgotten"].includes(title));
  orphans = [...lost.map(({ uuid }) => uuid), twin.job.uuid].sort();
  succeeded(await project.pulumi("stack", "export", "--file", stateFile));
});

const run = (...args: readonly string[]): Promise<Finished> =>
  runDispersed(place, place.env(stack.emulator), ...args, "--state", stateFile);

/** Uuids of the jobs that were asked to end, or have. */
function ended(): readonly string[] {
  const { jobs } = stack.emulator.ledger();
  return jobs.flatMap(({ uuid, status }) => (status === "RUNNING" ? [] : [uuid])).sort();
}

test("orphans names the three, and sweep without --cancel ends nothing", async () => {
  const { code, out } = await run("orphans", "--json");
  const { orphans: found } = JSON.parse(out) as { orphans: readonly { uuid: string }[] };
  expect([code, found.map(({ uuid }) => uuid).sort()]).toEqual([1, orphans]);
  expect([(await run("sweep")).code, ended()]).toEqual([0, []]);
});

test("sweep --cancel --yes ends exactly the three, and the stack does not notice", async () => {
  const { code, out } = await run("sweep", "--cancel", "--yes");
  expect([code, orphans.length, ended()]).toEqual([0, 3, orphans]);
  expect(out).toMatch(/^3 cancelled, 0 had already ended, 0 left\.$/m);
  succeeded(await stack.up(boxesProgram("box", "other"), "--refresh", "--expect-no-changes"));
  expect((await run("orphans")).out).toBe("No orphans.\n");
});
