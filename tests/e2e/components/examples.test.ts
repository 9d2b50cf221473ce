// The examples of the components, unchanged, with configuration as their READMEs ask for it.
import { type Emulator, startEmulator } from "../../../emulator";
import { seedRecipes } from "../../../emulator/seed/recipes";
import { type Project, succeeded } from "../../support/engine/project";
import { quick } from "../../support/stack";
import { configureExample, createExample, outputsOf } from "./exampleProject";

let emulator: Emulator;
let project: Project;

/** Starts a project that is a copy of an example, with these settings. */
async function start(example: string, settings: readonly (readonly string[])[]): Promise<void> {
  emulator = await startEmulator(quick);
  project = await createExample(example);
  await configureExample(project, emulator, settings);
}

const up = async (): Promise<Readonly<Record<string, unknown>>> => {
  succeeded(await project.pulumi("up", "--yes", "--skip-preview"));
  return outputsOf(project);
};

afterEach(async () => {
  project.close();
  await emulator.close();
});

test("examples/batch-render renders once for each revision, and says where the file is", async () => {
  await start("batch-render", [
    ["image", "renderer"],
    ["scene", "kitchen"],
    ["revision", "a1"],
    ["uploadUrl", "https://files.example.com"],
    ["--secret", "uploadToken", "hunter22-token"],
  ]);
  const rendered = {
    outcome: "completed",
    durationMs: expect.any(Number) as unknown,
    logsTail: "[secret]",
    artefact: "https://files.example.com/kitchen.mp4",
  };
  expect(await up()).toEqual(rendered);
  succeeded(await project.pulumi("up", "--yes", "--skip-preview", "--expect-no-changes"));
  succeeded(await project.pulumi("config", "set", "revision", "a2"));
  expect(await up()).toEqual(rendered);
  expect(emulator.ledger().jobs.map(({ status }) => status)).toEqual(["COMPLETED", "COMPLETED"]);
});

test("examples/fleet runs and ends", async () => {
  await start("fleet", [
    ["image", "worker"],
    ["--path", "allowedIps[0]", "203.0.113.7"],
  ]);
  const url = expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/) as unknown;
  const names = ["worker-0", "worker-1", "worker-2", "worker-3", "worker-4"];
  expect(await up()).toEqual({
    ready: names,
    late: [],
    failed: [],
    urls: Object.fromEntries(names.map((name) => [name, url])),
    hourlyRateUsd: expect.any(Number) as unknown,
  });
  succeeded(await project.pulumi("destroy", "--yes", "--skip-preview"));
  expect(emulator.ledger().alive).toBe(0);
});

test("examples/recipe cooks its recipe with more memory, and is the recipe's in everything else", async () => {
  const [recipe] = seedRecipes;
  await start("recipe", [["recipeUuid", recipe?.uuid ?? ""]]);
  const url = expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/) as unknown;
  expect(await up()).toEqual({
    status: "RUNNING",
    ssh: expect.stringMatching(/^ssh -p \d+ duser@127\.0\.0\.1$/) as unknown,
    urls: { "8080": url },
    hourlyRateUsd: expect.any(Number) as unknown,
  });
  const { jobs } = await emulator.snapshot();
  const { gpu_name, cpu_count } = recipe?.payload ?? {};
  expect(jobs).toMatchObject([{ request: { gpu_name, cpu_count, min_ram_gb: 32 } }]);
  succeeded(await project.pulumi("destroy", "--yes", "--skip-preview"));
  expect(emulator.ledger()).toMatchObject({ alive: 0, jobs: [{ status: "CANCELLED" }] });
});
