// Records one state: the real engine, this repository's build, and an emulator.
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import { startEmulator } from "../../emulator";
import { pulumiCommand } from "../demo/pulumiCommand";
import { ensureEngine } from "../engine/ensureEngine";
import { ensureYamlHost } from "../engine/ensureYamlHost";
import { isolatedEnvironment } from "../engine/isolatedEnvironment";
import type { StateCase } from "./cases";
import { withoutPlaces, withPlaces, type ExportedState, type StateFixture } from "./fixture";

const repository = dirname(dirname(__dirname));
const keys = { publicKey: "pk_of_a_recorded_state", secretKey: "sk_of_a_recorded_state" };
const quick = { assignAfterMs: 20, startAfterMs: 20, cancelAfterMs: 20 };
const defaults = {
  "Pulumi.yaml": "name: project\nruntime: nodejs\n",
  "package.json": '{ "name": "project", "private": true }\n',
};

/** Runs `up` on a case and records what is left. */
export async function recordState({
  files,
  preview,
  emulator: options,
  fails = false,
}: StateCase): Promise<StateFixture> {
  const root = realpathSync(mkdtempSync(join(tmpdir(), "pulumi-dispersed-state-")));
  const emulator = await startEmulator({ ...quick, keys: [keys], ...options });
  const places = { emulator: emulator.url, repository };
  const blank = { files, keys, preview, snapshot: await emulator.snapshot(), state: EMPTY };
  try {
    const pulumi = await createStack(root, withPlaces(blank, places).files, places.emulator);
    const said = await pulumi("up", "--yes", "--skip-preview").then(
      () => undefined,
      (error: unknown) => String(error),
    );
    if ((said !== undefined) !== fails) throw new Error(said ?? "up was to fail, and did not");
    const state = JSON.parse(await pulumi("stack", "export")) as ExportedState;
    return withoutPlaces({ ...blank, snapshot: await emulator.snapshot(), state }, places);
  } finally {
    await emulator.close();
    rmSync(root, { recursive: true, force: true });
  }
}

const EMPTY: ExportedState = { version: 3, deployment: {} };

/** Makes the stack; returns what runs a command in it. */
async function createStack(
  root: string,
  files: StateFixture["files"],
  baseUrl: string,
): Promise<(...args: readonly string[]) => Promise<string>> {
  const folder = join(root, "project");
  for (const [name, target] of [
    ["@pulumi/pulumi", join(repository, "node_modules/@pulumi/pulumi")],
    ["pulumi-dispersed", repository],
  ] as const) {
    const link = join(folder, "node_modules", name);
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(target, link, "dir");
  }
  for (const [path, text] of Object.entries({ ...defaults, ...files })) {
    writeFileSync(join(folder, path), text);
  }
  const engine = await ensureEngine();
  const host = await ensureYamlHost(engine);
  const caller = { ...process.env, PATH: `${host}:${process.env["PATH"] ?? ""}` };
  const env = engine.env(isolatedEnvironment(root, caller));
  const settings = { pulumi: engine.pulumi, cwd: folder, env };
  const pulumi = async (...args: readonly string[]): Promise<string> => {
    const lines: string[] = [];
    const show = (line: string): void => void lines.push(line);
    return pulumiCommand({ ...settings, show }, ...args).catch((error: unknown) => {
      throw new Error([...lines, String(error)].join("\n"));
    });
  };
  await pulumi("stack", "init", "test");
  await pulumi("config", "set", "dispersed:baseUrl", baseUrl);
  await pulumi("config", "set", "dispersed:publicKey", keys.publicKey);
  await pulumi("config", "set", "--secret", "dispersed:secretKey", keys.secretKey);
  return pulumi;
}
