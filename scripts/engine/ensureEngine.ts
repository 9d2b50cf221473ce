// Finds the Pulumi engine or obtains it: on PATH, in the cache of an earlier run, from the official installer, from Go
// modules. Not by the Automation API alone: it takes a second to load, and cannot build.
import { existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { realpathSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, delimiter, dirname, join } from "node:path";

import { cachedFolder, cacheFolder } from "./cache";
import { executableIn, findExecutable, pathVariable } from "./findExecutable";
import { buildGoProgram, type GoProgram } from "./goProgram";
import { runCommand } from "./runCommand";
import { isAtLeast, versionIn } from "./version";

/** The release that is obtained when none is there. */
export const ENGINE_VERSION = "3.276.0";
/** The oldest release that is supported. */
export const OLDEST_ENGINE = "3.200.0";
/** The download is about 100 MB; who needs longer is better served by a build. */
const INSTALL_LIMIT_MS = 5 * 60_000;
const STAMP = "engine.json";
const [LANGUAGE_HOST, DYNAMIC_HOST] = ["pulumi-language-nodejs", "pulumi-resource-pulumi-nodejs"];

/** A Pulumi CLI that can run Node.js programs and dynamic providers. */
export interface Engine {
  /** The executable. */
  readonly pulumi: string;
  /** Without a leading "v". */
  readonly version: string;
  readonly source: "path" | "cache";
  /** The environment to start it with: `base`, with the engine and its hosts on PATH. */
  readonly env: (base: NodeJS.ProcessEnv) => NodeJS.ProcessEnv;
}

const programOf = (version: string): GoProgram => ({
  name: "pulumi",
  package: "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi",
  modules: {
    "github.com/pulumi/pulumi/pkg/v3": version,
    "github.com/pulumi/pulumi/sdk/v3": version,
  },
  linkerFlags: `-w -s -X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=v${version}`,
});

/** The modules that the engine is made of. */
export const engineModules = programOf(ENGINE_VERSION).modules;

let found: Promise<Engine> | undefined;

/** The engine to use, obtained first where that is needed (minutes, once a machine). */
export function ensureEngine(): Promise<Engine> {
  return (found ??= findEngine(process.env));
}

/** The engine for a caller with this environment. */
export async function findEngine(env: NodeJS.ProcessEnv): Promise<Engine> {
  const cache = cacheFolder(env);
  const failures: string[] = [];
  const onPath = findExecutable("pulumi", env);
  if (onPath === undefined) failures.push("pulumi on PATH: there is none");
  else {
    const version = await askVersion(onPath, env);
    if (isAtLeast(version, OLDEST_ENGINE)) {
      return {
        pulumi: onPath,
        version,
        source: "path",
        env: surround([], findHosts(onPath, env, cache)),
      };
    }
    failures.push(`pulumi on PATH: ${onPath} is ${version}, needed is ${OLDEST_ENGINE} or later`);
  }
  const { folder, pulumi } = await cachedEngine(ENGINE_VERSION, cache, failures);
  const { version, origin } = JSON.parse(readFileSync(join(folder, STAMP), "utf8")) as Stamp;
  const bin = dirname(realpathSync(pulumi));
  if (origin === "built") installHosts(bin);
  return { pulumi, version, source: "cache", env: surround([bin], findHosts(pulumi, env, cache)) };
}

/** A release in the cache, obtained first where it is missing. */
export async function cachedEngine(
  version: string,
  cache = cacheFolder(),
  failures: string[] = [],
): Promise<{ readonly folder: string; readonly pulumi: string }> {
  const what = `Obtaining the Pulumi engine ${version} (minutes, once)`;
  const fill = (part: string): Promise<void> => obtain(version, part, failures);
  const folder = await cachedFolder(`v${version}`, what, fill, cache);
  const pulumi = executableIn(join(folder, "bin"), "pulumi");
  if (pulumi === undefined) throw new Error(`There is no pulumi in ${folder}: remove that folder.`);
  return { folder, pulumi };
}

/** What is written beside an engine in the cache. */
interface Stamp {
  readonly version: string;
  readonly origin: "official" | "built";
}

async function obtain(wanted: string, part: string, failures: string[]): Promise<void> {
  const installer = [join(__dirname, "officialInstaller.cjs"), wanted, part];
  const ways: Readonly<Record<Stamp["origin"], () => Promise<unknown>>> = {
    official: () => runCommand(process.execPath, installer, { timeLimitMs: INSTALL_LIMIT_MS }),
    built: () => buildGoProgram(programOf(wanted), part),
  };
  for (const [origin, way] of Object.entries(ways)) {
    try {
      await way();
      const version = await askVersion(
        executableIn(join(part, "bin"), "pulumi") ?? "",
        process.env,
      );
      writeFileSync(join(part, STAMP), JSON.stringify({ version, origin }));
      return;
    } catch (error) {
      failures.push(`${origin}: ${error instanceof Error ? error.message : String(error)}`);
      rmSync(join(part, "bin"), { recursive: true, force: true });
    }
  }
  throw new Error(describeFailure(failures));
}

async function askVersion(pulumi: string, env: NodeJS.ProcessEnv): Promise<string> {
  const text = await runCommand(pulumi, ["version"], {
    env: { ...env, PULUMI_SKIP_UPDATE_CHECK: "true" },
  });
  const version = versionIn(text);
  if (version === undefined) throw new Error(`"${pulumi} version" printed "${text.trim()}"`);
  return version;
}

/** The folder with our hosts, for an engine that finds none beside it or on PATH. */
function findHosts(pulumi: string, env: NodeJS.ProcessEnv, cache: string): string[] {
  const bin = dirname(realpathSync(pulumi));
  const has = (host: string): boolean =>
    (executableIn(bin, host) ?? findExecutable(host, env)) !== undefined;
  if (has(LANGUAGE_HOST) && has(DYNAMIC_HOST)) return [];
  return [installHosts(join(cache, "hosts"))];
}

/** Puts the language host, ours, and the SDK's host of dynamic providers into a folder, and renews them there. */
function installHosts(folder: string): string {
  mkdirSync(folder, { recursive: true });
  const ours = join(__dirname, "languageHost");
  const sdk = dirname(require.resolve("@pulumi/pulumi/package.json"));
  const files = [
    ...readdirSync(ours).map((name) => join(ours, name)),
    ...[DYNAMIC_HOST, `${DYNAMIC_HOST}.cmd`].map((name) => join(sdk, name)),
  ];
  for (const source of files) {
    const [target, content] = [join(folder, basename(source)), readFileSync(source)];
    if (existsSync(target) && readFileSync(target).equals(content)) continue;
    // By a rename, because another run may be starting the old file this moment.
    writeFileSync(`${target}.${process.pid}`, content, { mode: 0o755 });
    renameSync(`${target}.${process.pid}`, target);
  }
  return folder;
}

/** Adds folders to both ends of PATH. The language host needs an SDK to speak with even outside a program. */
function surround(before: readonly string[], after: readonly string[]): Engine["env"] {
  const isOurs = before.length + after.length > 0;
  const variables = isOurs ? { PULUMI_LANGUAGE_NODEJS_SDK: dirname(dirname(__dirname)) } : {};
  return (base) => {
    const name = pathVariable(base);
    const folders = [...before, base[name], ...after].filter((folder) => Boolean(folder));
    return { ...variables, ...base, [name]: folders.join(delimiter) };
  };
}

export function describeFailure(failures: readonly string[]): string {
  return [
    "No Pulumi engine could be found or obtained. These ways were tried:",
    ...failures.map((failure, index) => `  ${index + 1}. ${failure}`),
    "Install the Pulumi CLI (https://www.pulumi.com/docs/install/) or Go 1.26.6, then run this again.",
  ].join("\n");
}
