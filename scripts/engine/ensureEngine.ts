// Finds the Pulumi engine or obtains it: on PATH, in the cache of an earlier run, from the official
// installer, from Go modules. Once one is cached a call starts no process at all.

import { realpathSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { withLock } from "../lock.cjs";
import { buildFromModules, engineProgram, whyNotBuild } from "./buildFromModules";
import { cacheFolder } from "./cacheFolder";
import { createEngine, type Engine, type EngineSource } from "./engine";
import { addToCache, executableIn, type Origin, readCachedEngine } from "./engineCache";
import { findExecutable } from "./findExecutable";
import { hasHosts, installHosts } from "./hosts";
import { installOfficial } from "./installOfficial";
import { isAtLeast, parseVersion, type Version } from "./parseVersion";
import { createProgress, type Progress } from "./progress";
import { runCommand } from "./runCommand";
import { tryWays, type Outcome, type Way } from "./tryWays";
import { versionOnPath } from "./versionOnPath";

/** The release that is obtained when none is there. */
export const ENGINE_VERSION = "3.259.0";
const OLDEST_ENGINE: Version = [3, 200, 0];
const ASK_LIMIT_MS = 30_000;

export interface EngineOptions {
  readonly env?: NodeJS.ProcessEnv;
  readonly progress?: Progress;
  /** The folder that keeps engines; the platform's cache folder when left out. */
  readonly cache?: string;
}

interface Cli {
  readonly pulumi: string;
  readonly version: string;
  readonly source: EngineSource;
  /** How an engine in our cache was obtained. */
  readonly origin?: Origin;
}

/** The engine to use, obtained first where that is needed (minutes, once a machine). */
export async function ensureEngine(options: EngineOptions = {}): Promise<Engine> {
  const env = options.env ?? process.env;
  const cache = options.cache ?? cacheFolder(env, process.platform, homedir());
  const progress = options.progress ?? createProgress(process.stderr);
  const ways = waysToEngine(env, cache, progress);

  const quick = await tryWays([ways.onPath, ways.cached]);
  if (quick.found !== undefined) return equip(quick.found, env, cache);

  const obtain = (): ReturnType<typeof tryWays<Cli>> =>
    tryWays([ways.cached, ways.official, ways.built]);
  const slow = await withLock(join(cache, "lock"), obtain, (holder) =>
    progress.say(`Another run (process ${holder}) is obtaining the Pulumi engine; waiting ...`),
  );
  if (slow.found !== undefined) return equip(slow.found, env, cache);
  throw new Error(describeFailure([...quick.failures.slice(0, 1), ...slow.failures]));
}

function waysToEngine(
  env: NodeJS.ProcessEnv,
  cache: string,
  progress: Progress,
): Record<"onPath" | "cached" | "official" | "built", Way<Cli>> {
  const folder = join(cache, `v${ENGINE_VERSION}`);
  const ask = (pulumi: string): Promise<string> => askVersion(pulumi, env);
  const add = async (
    origin: Origin,
    put: (part: string) => Promise<void>,
  ): Promise<Outcome<Cli>> => {
    const added = await addToCache(folder, origin, async (part) => {
      await put(part);
      return ask(executableIn(part) ?? "pulumi");
    });
    return { found: { ...added, source: origin } };
  };
  return {
    onPath: {
      name: "pulumi on PATH",
      find: () => findOnPath(env, join(cache, "onPath.json"), ask),
    },
    cached: {
      name: "cache of an earlier run",
      find: () => Promise.resolve(findCached(folder)),
    },
    official: {
      name: "official installer",
      find: () =>
        progress.during(`Installing the Pulumi engine ${ENGINE_VERSION} (official installer)`, () =>
          add("official", (part) => installOfficial(ENGINE_VERSION, part, env)),
        ),
    },
    built: {
      name: "build from Go modules",
      async find() {
        const reason = await whyNotBuild(env);
        if (reason !== undefined) return { reason };
        const what = `Building the Pulumi engine ${ENGINE_VERSION} from Go modules (minutes, once)`;
        return progress.during(what, (show) =>
          add("built", (part) => buildFromModules(engineProgram(ENGINE_VERSION), part, env, show)),
        );
      },
    },
  };
}

async function findOnPath(
  env: NodeJS.ProcessEnv,
  memoFile: string,
  ask: (pulumi: string) => Promise<string>,
): Promise<Outcome<Cli>> {
  const pulumi = findExecutable("pulumi", env);
  if (pulumi === undefined) return { reason: "there is none" };
  const version = await versionOnPath(pulumi, memoFile, ask);
  if (isAtLeast(parseVersion(version) ?? [0, 0, 0], OLDEST_ENGINE)) {
    return { found: { pulumi, version, source: "path" } };
  }
  return { reason: `${pulumi} is ${version}, needed is ${OLDEST_ENGINE.join(".")} or later` };
}

function findCached(folder: string): Outcome<Cli> {
  const cached = readCachedEngine(folder);
  if (cached === undefined) return { reason: `nothing in ${folder}` };
  return { found: { ...cached, source: "cache" } };
}

async function askVersion(pulumi: string, env: NodeJS.ProcessEnv): Promise<string> {
  const text = await runCommand(pulumi, ["version"], {
    env: { ...env, PULUMI_SKIP_UPDATE_CHECK: "true" },
    timeLimitMs: ASK_LIMIT_MS,
  });
  const version = parseVersion(text);
  if (version === undefined) throw new Error(`"${pulumi} version" printed "${text.trim()}"`);
  return version.join(".");
}

/**
 * Sees to it that the engine finds its hosts. A built engine gets ours beside it; any other one
 * only where it has none, and then at the end of PATH, so that its own ones come first.
 */
function equip({ origin, ...cli }: Cli, env: NodeJS.ProcessEnv, cache: string): Engine {
  const bin = dirname(realpathSync(cli.pulumi));
  const before = cli.source === "path" ? [] : [bin];
  // The language host needs an SDK to speak with even outside a program.
  const variables = { PULUMI_LANGUAGE_NODEJS_SDK: dirname(dirname(__dirname)) };
  if (origin === "built") {
    installHosts(bin);
    return createEngine(cli, { before, after: [], variables });
  }
  if (hasHosts(bin, env)) return createEngine(cli, { before, after: [], variables: {} });
  const hosts = join(cache, "hosts");
  installHosts(hosts);
  return createEngine(cli, { before, after: [hosts], variables });
}

export function describeFailure(failures: readonly string[]): string {
  return [
    "No Pulumi engine could be found or obtained. These ways were tried:",
    ...failures.map((failure, index) => `  ${index + 1}. ${failure}`),
    "Install the Pulumi CLI (https://www.pulumi.com/docs/install/) or Go 1.25, then run this again.",
  ].join("\n");
}
