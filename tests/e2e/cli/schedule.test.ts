// The schedules of the guides, unchanged, for a stack with every component and every resource.
import { mkdirSync, symlinkSync } from "node:fs";
import path from "node:path";

import type { Emulator } from "../../../emulator";
import { succeeded, type Project } from "../../support/engine/project";
import { block, keys, runShell, startDocumentProject } from "../documentProject";

const program = `
  import * as dispersed from "pulumi-dispersed";

  const container = { image: "otoy/dispersed-base" };
  new dispersed.DevBox("box");
  new dispersed.DevBox("boxWithKey", { sshPublicKey: new dispersed.SshKey("key").publicKey });
  new dispersed.BatchRun("render", {
    container: { ...container, env: { EMULATOR_RUN_FOR_MS: "10" } },
    maxTimeoutRunMs: 60_000,
  });
  new dispersed.JobFleet("fleet", {
    count: 2,
    need: 1,
    job: { task: "PERSISTENT", container: { ...container, ports: [22] } },
  });
  const job = new dispersed.Job("job", { task: "PERSISTENT", container });
  new dispersed.JobQuorum("quorum", { jobs: { job: { uuid: job.uuid } } });
  new dispersed.Job("lost", { task: "PERSISTENT", container });
  new dispersed.JobFromRecipe("cooked", {
    recipeUuid: "019582a6-2000-7000-8000-000000000001",
    waitFor: "created",
  });
  export const watched = dispersed.Job.get("watched", job.uuid).status;
`;

/** Everything in the program that has a live job. */
const LIVE = ["box", "boxWithKey", "cooked", "fleet-0", "fleet-1", "job"];

let emulator: Emulator;
let project: Project;
let env: NodeJS.ProcessEnv;

beforeAll(async () => {
  ({ emulator, project } = await startDocumentProject(program));
  const folder = path.join(project.folder, "node_modules", ".bin");
  mkdirSync(folder, { recursive: true });
  symlinkSync("../pulumi-dispersed/bin/dispersed", path.join(folder, "dispersed"));
  succeeded(await project.pulumi("config", "set", "dispersed:publicKey", keys.publicKey));
  succeeded(
    await project.pulumi("config", "set", "--secret", "dispersed:secretKey", keys.secretKey),
  );
  ({ env } = project);
  succeeded(await project.pulumi("up", "--yes", "--skip-preview"));
});
afterAll(async () => {
  project.close();
  await emulator.close();
});

/** Names of the resources in the state, by the uuids of their jobs. */
async function namesByUuid(): Promise<ReadonlyMap<string, string>> {
  const { resources = [] } = await project.exportState();
  const named = resources.map(({ id = "", urn }) => [id, urn.split("::").at(-1) ?? ""] as const);
  // "watched" is the job of another resource.
  return new Map(named.filter(([, name]) => name !== "watched"));
}

const live = (): readonly string[] =>
  emulator
    .ledger()
    .jobs.filter(({ status }) => !["COMPLETED", "FAILED", "CANCELLED"].includes(status))
    .map(({ uuid }) => uuid);

/** Loses the job "lost", runs commands of a page, and returns the names of what lives then. */
async function liveAfter(commands: string): Promise<readonly string[]> {
  succeeded(await project.pulumi("up", "--yes", "--skip-preview"));
  const { resources = [] } = await project.exportState();
  const lost = resources.find(({ urn }) => urn.endsWith("::lost"));
  succeeded(await project.pulumi("state", "delete", "--yes", lost?.urn ?? ""));
  project.write({ "index.ts": program.replace(/.*"lost".*/, "") });
  const { code, output } = await runShell(commands, { cwd: project.folder, env });
  if (code !== 0) throw new Error(output);
  project.write({ "index.ts": program });
  expect(output).toContain("1 cancelled, 0 had already ended, 0 left.");
  const names = await namesByUuid();
  return live()
    .map((uuid) => names.get(uuid) ?? "an orphan")
    .sort();
}

test.each([
  ["docs/guides/teams.md", "schedule"],
  ["docs/guides/costs.md", "schedule"],
  ["docs/guides/importing-and-adopting.md", "orphans"],
  ["docs/cli.md", "state file"],
])("%s: the %s cancels what is lost, and nothing else", async (page, name) => {
  expect(await liveAfter(block(name, page))).toEqual(LIVE);
});
