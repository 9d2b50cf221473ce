// The language host for YAML programs. An installed engine has it beside it; for a built one it is built as well.
import { dirname, join } from "node:path";

import { cachedFolder } from "./cache";
import type { Engine } from "./ensureEngine";
import { findExecutable } from "./findExecutable";
import { buildGoProgram, type GoProgram } from "./goProgram";

const VERSION = "1.38.1";

/** The module that the host is made of. */
export const yamlModules = { "github.com/pulumi/pulumi-yaml": VERSION };

const program: GoProgram = {
  name: "pulumi-language-yaml",
  package: "github.com/pulumi/pulumi-yaml/cmd/pulumi-language-yaml",
  modules: yamlModules,
  linkerFlags: "-w -s",
};

/** The folder that holds the host, for PATH; obtained first where that is needed. */
export async function ensureYamlHost(engine: Engine): Promise<string> {
  const found = findExecutable(program.name, engine.env(process.env));
  if (found !== undefined) return dirname(found);
  const what = `Building ${program.name} ${VERSION} (a minute, once)`;
  const folder = await cachedFolder(`yaml-v${VERSION}`, what, (part) =>
    buildGoProgram(program, part),
  );
  return join(folder, "bin");
}
