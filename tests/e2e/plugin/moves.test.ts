// A program with components moves from TypeScript to YAML and back, with what it pays for: no job is bought or cancelled.
import { dirname } from "node:path";

import { startEmulator, type Emulator } from "../../../emulator";
import { ensureEngine } from "../../../scripts/engine/ensureEngine";
import { ensureYamlHost } from "../../../scripts/engine/ensureYamlHost";
import { createProject, succeeded, type Project } from "../../support/engine/project";
import { plugins, yamlProject } from "../../support/pluginStack";
import { readFixtures } from "../../support/states/readFixtures";
import { withPlaces } from "../../support/states/fixture";
import { CANCEL, CREATE, printed, programOf, quick, writes } from "../../support/stack";

// A machine without the YAML host builds it first.
jest.setTimeout(600_000);

const repository = dirname(dirname(dirname(__dirname)));
const batch = { container: { image: "a", ports: [] }, gpuCount: 1 };
const box = { waitFor: "running", ports: [8080], env: { TOKEN: "canary-77aa" } };
const run = { ...batch, maxTimeoutRunMs: 600_000 };
const fleet = {
  count: 2,
  job: { ...batch, task: "PERSISTENT", container: { image: "b", ports: [8080] } },
  waitFor: "running",
};

const inTypeScript = {
  "Pulumi.yaml": `name: project\nruntime: nodejs\n${plugins}`,
  "index.js": programOf(`
    const box = new dispersed.DevBox("box", ${JSON.stringify(box)}, { customTimeouts: { create: "5m" } });
    new dispersed.BatchRun("run", ${JSON.stringify(run)});
    new dispersed.JobFleet("fleet", ${JSON.stringify(fleet)});
    exports.uuid = box.uuid;`),
};

const inYaml = {
  "Pulumi.yaml": yamlProject(
    `resources: ${JSON.stringify({
      box: {
        type: "dispersed:DevBox",
        properties: box,
        options: { customTimeouts: { create: "5m" } },
      },
      run: { type: "dispersed:BatchRun", properties: run },
      fleet: { type: "dispersed:JobFleet", properties: fleet },
    })}\noutputs: { uuid: "\${box.uuid}" }\n`,
  ),
};

let emulator: Emulator;
let project: Project;

async function open(options: Parameters<typeof startEmulator>[0]): Promise<void> {
  emulator = await startEmulator({ ...quick, runForMs: 50, ...options });
  const host = await ensureYamlHost(await ensureEngine());
  project = await createProject({
    files: { "index.js": "" },
    dependencies: ["@pulumi/pulumi", "pulumi-dispersed"],
    env: { PATH: `${host}:${process.env["PATH"] ?? ""}` },
  });
  await project.configure(emulator);
}

afterEach(async () => {
  project.close();
  await emulator.close();
});

/** Runs `pulumi up` of a program, which replaces nothing, and after which nothing is left to do. */
async function upWith(program: Readonly<Record<string, string>>): Promise<void> {
  project.write(program);
  const said = printed(succeeded(await project.pulumi("up", "--yes", "--skip-preview")));
  expect(said).not.toMatch(/replaced|created|deleted/);
  succeeded(await project.pulumi("preview", "--expect-no-changes"));
}

/** What is paid for, by title, and where the state has it: type and name of the parent. */
async function tracked(): Promise<readonly (readonly [string, string | undefined])[]> {
  const { resources = [] } = await project.exportState();
  return resources
    .filter(({ type }) => type.endsWith(":Job"))
    .map(({ urn, id }) => [urn.split("::").slice(2).join("::"), id] as const)
    .sort();
}

const idsOf = (jobs: Awaited<ReturnType<typeof tracked>>): readonly (string | undefined)[] =>
  jobs.map(([, id]) => id);

test("a live box, a run and a fleet move from TypeScript to YAML and back", async () => {
  await open({});
  project.write(inTypeScript);
  succeeded(await project.pulumi("up", "--yes", "--skip-preview"));
  const before = await tracked();
  const bought = writes(emulator);
  expect(bought).toEqual([CREATE, CREATE, CREATE, CREATE]);

  await upWith(inYaml);
  const moved = await tracked();
  expect(idsOf(moved)).toEqual(idsOf(before));
  expect(moved[0]?.[0]).toBe("dispersed:index:BatchRun$dispersed:index:Job::run");

  await upWith(inTypeScript);
  expect(await tracked()).toEqual(before);
  expect(writes(emulator)).toEqual(bought);

  succeeded(await project.pulumi("destroy", "--yes", "--skip-preview"));
  expect(writes(emulator).slice(bought.length)).toEqual([CANCEL, CANCEL, CANCEL]);
  expect(emulator.ledger().alive).toBe(0);
  expect((await project.exportState()).resources ?? []).toEqual([]);
});

const boxes = readFixtures().filter(({ name }) => name === "devBox");

test.each(boxes)("E11: a live box of $version moves from TypeScript to YAML", async (recorded) => {
  const { keys, snapshot } = recorded.fixture;
  await open({ keys: [keys], snapshot });
  const { state } = withPlaces(recorded.fixture, { emulator: emulator.url, repository });
  project.write({ "state.json": JSON.stringify(state) });
  succeeded(await project.pulumi("stack", "import", "--file", "state.json"));
  const before = await tracked();

  await upWith({
    "Pulumi.yaml": yamlProject(
      `resources: { box: { type: "dispersed:DevBox", properties: { ports: [8080] } } }\n`,
    ),
  });
  expect(idsOf(await tracked())).toEqual(idsOf(before));
  expect(writes(emulator)).toEqual([]);
  succeeded(await project.pulumi("destroy", "--yes", "--skip-preview"));
  expect(writes(emulator)).toEqual([CANCEL]);
});
