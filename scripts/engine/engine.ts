import { delimiter } from "node:path";

/** Where an engine came from; "cache" is one that an earlier run obtained. */
export type EngineSource = "path" | "cache" | "official" | "built";

/** A Pulumi CLI that can run Node.js programs and dynamic providers. */
export interface Engine {
  /** The executable. */
  readonly pulumi: string;
  /** Without a leading "v". */
  readonly version: string;
  readonly source: EngineSource;
  /** The environment to start it with: `base`, with the engine and its hosts on PATH. */
  readonly env: (base: NodeJS.ProcessEnv) => NodeJS.ProcessEnv;
}

/** What surrounds a CLI: folders for both ends of PATH, and variables unless `base` has them. */
export interface Surroundings {
  readonly before: readonly string[];
  readonly after: readonly string[];
  readonly variables: Readonly<Record<string, string>>;
}

export function createEngine(
  cli: Pick<Engine, "pulumi" | "version" | "source">,
  { before, after, variables }: Surroundings,
): Engine {
  const env = (base: NodeJS.ProcessEnv): NodeJS.ProcessEnv => {
    const name = pathVariable(base);
    const folders = [...before, base[name], ...after].filter((folder) => Boolean(folder));
    return { ...variables, ...base, [name]: folders.join(delimiter) };
  };
  return { ...cli, env };
}

/** Windows spells it "Path" as a rule, and a plain copy of process.env no longer ignores case. */
export function pathVariable(env: NodeJS.ProcessEnv): string {
  return Object.keys(env).find((name) => name.toUpperCase() === "PATH") ?? "PATH";
}
