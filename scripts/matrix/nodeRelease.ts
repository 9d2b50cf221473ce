// Releases of Node.js as packages of npm. The package `node` fetches one of these in an install
// script; no script of a package runs here, so the one for this machine is named directly.
import { mkdirSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";

import { pathVariable } from "../engine/engine";
import { runCommand } from "../engine/runCommand";
import { installInto } from "../../tests/support/packedPackage";

/** A release that was installed. */
export interface NodeRelease {
  /** As it says itself, such as `v22.11.0`. */
  readonly version: string;
  /** In which `node` is this release. */
  readonly env: NodeJS.ProcessEnv;
}

/** The package with the executable for a machine. */
export function nodePackage(platform: NodeJS.Platform, arch: string): string {
  return `node-${platform === "win32" ? "win" : platform}-${arch}`;
}

/** An environment whose PATH begins with a folder. */
export function withFirstOnPath(env: NodeJS.ProcessEnv, folder: string): NodeJS.ProcessEnv {
  const name = pathVariable(env);
  return { ...env, [name]: [folder, env[name]].filter(Boolean).join(delimiter) };
}

/** Installs a release (`22`, `20.18.1`, `latest`) into a folder of its own. */
export async function installNode(release: string, folder: string): Promise<NodeRelease> {
  const name = nodePackage(process.platform, process.arch);
  mkdirSync(folder, { recursive: true });
  // Otherwise npm takes the package above for the one to install into.
  writeFileSync(join(folder, "package.json"), '{ "private": true }\n');
  await installInto(folder, `${name}@${release}`);
  const env = withFirstOnPath(process.env, join(folder, "node_modules", name, "bin"));
  const version = await runCommand("node", ["--version"], { env, timeLimitMs: 30_000 });
  return { version: version.trim(), env };
}
