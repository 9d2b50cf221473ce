// `npm run release`, as the workflow of a release starts it.
import { spawnSync } from "node:child_process";
import path from "node:path";

const repository = path.join(__dirname, "..", "..");

interface Summary {
  readonly ok: boolean;
  readonly artefacts: readonly { file: string; bytes: number; sha256: string }[];
}

/** A run of it: what it printed, and its last line. */
export interface ReleaseRun {
  readonly text: string;
  readonly summary: Summary;
}

/** Runs it; everything goes to `folder`. */
export function release(folder: string, ...args: readonly string[]): ReleaseRun {
  const tsx = path.join(repository, "node_modules/tsx/dist/cli.mjs");
  const script = path.join(repository, "scripts/release.ts");
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [tsx, script, "--json", "--folder", folder, ...args],
    { encoding: "utf8", env: { ...process.env, GITHUB_REPOSITORY: "" } },
  );
  const last = stdout.trimEnd().split("\n").at(-1) ?? "";
  return { text: stdout + stderr, summary: JSON.parse(last) as Summary };
}
