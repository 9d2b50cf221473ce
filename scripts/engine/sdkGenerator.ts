// The program that makes SDKs of the schema, and translates the examples: Pulumi's own generators without language hosts.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

import { cachedFolder } from "./cache";
import { engineModules } from "./ensureEngine";
import { yamlModules } from "./ensureYamlHost";
import { buildGoProgram } from "./goProgram";

const sourceFolder = join(dirname(__dirname), "sdks");

/** The program's name, under which the language host finds it on PATH. */
export const SDK_GENERATOR = "pulumi-dispersed-sdks";

/** The folder that holds the program, for PATH; built first where that is needed. Needs Go. */
export async function ensureSdkGenerator(): Promise<string> {
  const modules = { ...engineModules, ...yamlModules };
  const program = { name: SDK_GENERATOR, package: ".", modules, linkerFlags: "-w -s" };
  const what = "Building the generators of SDKs (a minute, once)";
  const folder = await cachedFolder(`sdks-${versionOf(modules)}`, what, (part) =>
    buildGoProgram({ ...program, sourceFolder }, part),
  );
  return join(folder, "bin");
}

/** Another one for each change of the program's text or modules. */
function versionOf(modules: object): string {
  const hash = createHash("sha256").update(JSON.stringify(modules));
  for (const name of readdirSync(sourceFolder)
    .filter((each) => each.endsWith(".go"))
    .sort()) {
    hash.update(readFileSync(join(sourceFolder, name)));
  }
  return hash.digest("hex").slice(0, 12);
}
