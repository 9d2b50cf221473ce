// `npx tsx tests/support/states/recordStates.ts`: records the states of this version, which every later one must be
// able to work with. A state that is recorded already is left as it is: it must never change.
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { format } from "prettier";

import { startEmulator } from "../../../emulator";
import { version } from "../../../package.json";
import { ensureEngine } from "../../../scripts/engine/ensureEngine";
import { ensureYamlHost } from "../../../scripts/engine/ensureYamlHost";
import { createProject, succeeded } from "../engine/project";
import { stateCases, type StateCase } from "./cases";
import { withoutPlaces, withPlaces, type ExportedState, type StateFixture } from "./fixture";
import { folderOf } from "./readFixtures";

const repository = join(__dirname, "../../..");
const keys = { publicKey: "pk_of_a_recorded_state", secretKey: "sk_of_a_recorded_state" };
const quick = { assignAfterMs: 20, startAfterMs: 20, cancelAfterMs: 20 };

/** Runs `up` on a case, on the real engine and this repository's build, and returns what is left. */
async function recordState(one: StateCase): Promise<StateFixture> {
  const emulator = await startEmulator({ ...quick, keys: [keys], ...one.emulator });
  const places = { emulator: emulator.url, repository };
  const state: ExportedState = { version: 3, deployment: {} };
  const { files, preview } = one;
  const blank = { files, keys, preview, snapshot: await emulator.snapshot(), state };
  const host = await ensureYamlHost(await ensureEngine());
  const project = await createProject({
    files: withPlaces(blank, places).files,
    dependencies: ["@pulumi/pulumi", "pulumi-dispersed"],
    env: { PATH: `${host}:${process.env["PATH"] ?? ""}` },
  });
  try {
    await project.configure({ url: emulator.url, ...keys });
    const up = await project.pulumi("up", "--yes", "--skip-preview");
    if ((up.code !== 0) !== (one.fails ?? false)) throw new Error(`up: ${up.stdout}${up.stderr}`);
    const { stdout } = succeeded(await project.pulumi("stack", "export"));
    const exported = JSON.parse(stdout) as ExportedState;
    const snapshot = await emulator.snapshot();
    return withoutPlaces({ ...blank, snapshot, state: exported }, places);
  } finally {
    project.close();
    await emulator.close();
  }
}

async function main(folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  for (const one of stateCases) {
    const file = join(folder, `${one.name}.json`);
    const isThere = existsSync(file);
    console.log(`${one.name}: ${isThere ? "was recorded before" : "recorded"}`);
    if (isThere) continue;
    const text = JSON.stringify(await recordState(one), null, 2);
    writeFileSync(file, await format(text, { parser: "json", printWidth: 100 }));
  }
}

main(process.argv[2] ?? folderOf(version)).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});
