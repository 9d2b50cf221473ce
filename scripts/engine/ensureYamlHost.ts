// The language host for YAML programs. An installed engine has it beside it; for a built one it is
// built as well, once, into the cache.
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { withLock } from "../lock.cjs";
import { buildFromModules, type GoProgram, whyNotBuild } from "./buildFromModules";
import { cacheFolder } from "./cacheFolder";
import type { Engine } from "./engine";
import { executableNames, findExecutable } from "./findExecutable";
import { createProgress } from "./progress";

const NAME = "pulumi-language-yaml";
const VERSION = "1.38.1";

const program: GoProgram = {
  name: NAME,
  package: "github.com/pulumi/pulumi-yaml/cmd/pulumi-language-yaml",
  modules: { "github.com/pulumi/pulumi-yaml": VERSION },
  linkerFlags: "-w -s",
};

/** The folder that holds the host, for PATH; obtained first where that is needed. */
export async function ensureYamlHost(engine: Engine): Promise<string> {
  const { env } = process;
  const found = findExecutable(NAME, engine.env(env));
  if (found !== undefined) return dirname(found);
  const cache = cacheFolder(env, process.platform, homedir());
  const bin = join(cache, `yaml-v${VERSION}`, "bin");
  if (holdsHost(bin)) return bin;
  const reason = await whyNotBuild(env);
  if (reason !== undefined)
    throw new Error(`There is no ${NAME}, and none can be built: ${reason}`);
  const progress = createProgress(process.stderr);
  await withLock(
    join(cache, "lock"),
    () => (holdsHost(bin) ? Promise.resolve() : buildInto(dirname(bin))),
    (holder) => progress.say(`Another run (process ${holder}) is building; waiting ...`),
  );
  return bin;

  async function buildInto(folder: string): Promise<void> {
    mkdirSync(cache, { recursive: true });
    const part = mkdtempSync(`${folder}.part-`);
    try {
      await progress.during(`Building ${NAME} ${VERSION} (a minute, once)`, (show) =>
        buildFromModules(program, part, env, show),
      );
      rmSync(folder, { recursive: true, force: true });
      renameSync(part, folder);
    } finally {
      rmSync(part, { recursive: true, force: true });
    }
  }
}

function holdsHost(folder: string): boolean {
  return executableNames(NAME).some((name) => existsSync(join(folder, name)));
}
