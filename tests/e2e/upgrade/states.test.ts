// States that earlier versions wrote, each recorded once and never changed: this version previews
// them without a replacement, refreshes them, and ends their jobs. `npm test` tries those of the oldest version.
import { dirname } from "node:path";

import { startEmulator, type Emulator } from "../../../emulator";
import { ensureEngine } from "../../../scripts/engine/ensureEngine";
import { ensureYamlHost } from "../../../scripts/engine/ensureYamlHost";
import { withPlaces, type StateFixture } from "../../support/states/fixture";
import { readFixtures } from "../../support/states/readFixtures";
import { CANCEL, quick, writes } from "../../support/stack";
import { sizeOf } from "../../support/tally";
import { createProject, succeeded, type Project } from "../../support/engine/project";

const repository = dirname(dirname(dirname(__dirname)));
const all = readFixtures();
const versions = [...new Set(all.map(({ version }) => version))].slice(
  0,
  sizeOf("STATE_VERSIONS", 1),
);
const recorded = all.filter(({ version }) => versions.includes(version));
let emulator: Emulator;
let project: Project;

afterEach(async () => {
  project.close();
  await emulator.close();
});

/** The service and the stack as they were when the state was recorded. */
async function restore(fixture: StateFixture): Promise<void> {
  const { snapshot, keys } = fixture;
  emulator = await startEmulator({ ...quick, keys: [keys], snapshot });
  const { files, state } = withPlaces(fixture, { emulator: emulator.url, repository });
  const host = await ensureYamlHost(await ensureEngine());
  project = await createProject({
    files: { ...files, "state.json": JSON.stringify(state) },
    dependencies: ["@pulumi/pulumi", "pulumi-dispersed"],
    env: { PATH: `${host}:${process.env["PATH"] ?? ""}` },
  });
  await project.configure(emulator);
  succeeded(await project.pulumi("stack", "import", "--file", "state.json"));
}

/** What a preview would change; each step once. */
async function plannedSteps(): Promise<readonly string[]> {
  const { stdout } = succeeded(await project.pulumi("preview", "--json"));
  const { steps } = JSON.parse(stdout) as { steps: { op: string }[] };
  const all = new Set(steps.map(({ op }) => op));
  return [...all].filter((op) => op !== "same" && op !== "refresh");
}

test.each(recorded)(
  "E11: $version's state $name: no replacement, a refresh, an end",
  async (one) => {
    const { fixture } = one;
    await restore(fixture);
    const isDone = fixture.preview === "nothing";
    expect(await plannedSteps()).toEqual(isDone ? [] : ["update"]);
    const expectation = isDone ? ["--expect-no-changes"] : [];
    succeeded(await project.pulumi("refresh", "--yes", "--skip-preview", ...expectation));
    succeeded(await project.pulumi("destroy", "--yes", "--skip-preview"));
    expect(emulator.ledger().alive).toBe(0);
    expect((await project.exportState()).resources ?? []).toEqual([]);
    const alive = fixture.snapshot.jobs.filter(({ endedAtMs }) => endedAtMs === null);
    expect(writes(emulator)).toEqual(alive.map(() => CANCEL));
  },
);
