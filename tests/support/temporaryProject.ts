// A folder as a user's project is one: this package and the Pulumi SDK in its node_modules.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

const repository = dirname(dirname(__dirname));

/** A project's folder. */
export interface TemporaryProject {
  readonly folder: string;
  readonly remove: () => void;
}

/** Makes a project; builds this package first where it was never built. */
export function createTemporaryProject(): TemporaryProject {
  buildIfMissing();
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "pulumi-dispersed-host-")));
  mkdirSync(join(folder, "node_modules", "@pulumi"), { recursive: true });
  symlinkSync(repository, join(folder, "node_modules", "pulumi-dispersed"), "dir");
  symlinkSync(
    join(repository, "node_modules", "@pulumi", "pulumi"),
    join(folder, "node_modules", "@pulumi", "pulumi"),
    "dir",
  );
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** Builds this package where it was never built. */
export function buildIfMissing(): void {
  if (existsSync(join(repository, "dist", "provider", "pulumi", "dynamicHost.js"))) return;
  const script = join(repository, "scripts", "setup.mjs");
  const { status, stderr } = spawnSync(process.execPath, [script], { encoding: "utf8" });
  if (status !== 0) throw new Error(`The build failed.\n${stderr}`);
}
