// The packed package in the hands of a user: a project of its own, installed from the tarball.
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import { installInto, packPackage } from "../support/packedPackage";

const repository = path.join(__dirname, "..", "..");

/** A project that has the package installed. */
export interface Consumer {
  readonly folder: string;
  readonly tarball: string;
  /** Names of the files in the tarball. */
  files(): readonly string[];
  write(files: Readonly<Record<string, string>>): void;
  /** Runs Node.js; returns what it printed, and fails with it otherwise. */
  node(...args: readonly string[]): string;
  /** The same, with any exit code. */
  nodeOutput(...args: readonly string[]): string;
  close(): void;
}

/** Packs the package and installs it beside the SDK it is developed with. */
export async function createConsumer(): Promise<Consumer> {
  const root = realpathSync(mkdtempSync(path.join(tmpdir(), "pulumi-dispersed-package-")));
  const folder = path.join(root, "consumer");
  mkdirSync(folder);
  const tarball = await packPackage(path.join(root, "package"));
  const write: Consumer["write"] = (files) => {
    for (const [name, text] of Object.entries(files)) writeFileSync(path.join(folder, name), text);
  };
  write({ "package.json": '{ "name": "consumer", "private": true }\n' });
  await installInto(
    folder,
    tarball,
    "@pulumi/pulumi@3.276.0",
    "typescript@5.9",
    "@types/node@20",
    "old-typescript@npm:typescript@3.8.3",
  );
  return {
    folder,
    tarball,
    files: () =>
      run("tar", ["tzf", tarball], root)
        .trim()
        .split("\n")
        .map((file) => file.replace(/^package\//, "")),
    write,
    node: (...args) => run(process.execPath, args, folder),
    nodeOutput: (...args) => attempt(process.execPath, args, folder).output,
    close: () => rmSync(root, { recursive: true, force: true }),
  };
}

/** Runs a command of this repository's development packages on something. */
export function tool(name: string, ...args: readonly string[]): string {
  return run(path.join(repository, "node_modules", ".bin", name), args, repository);
}

function run(command: string, args: readonly string[], cwd: string): string {
  const { status, output } = attempt(command, args, cwd);
  if (status === 0) return output;
  throw new Error(`${path.basename(command)} ended with ${String(status)}:\n${output}`);
}

function attempt(
  command: string,
  args: readonly string[],
  cwd: string,
): { status: number | null; output: string } {
  const result = spawnSync(command, args, { cwd, encoding: "utf8", timeout: 120_000 });
  return { status: result.status, output: `${result.stdout}${result.stderr}` };
}
