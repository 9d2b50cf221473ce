// A profile of Go's, as `go tool pprof` tells it.
import { spawnSync } from "node:child_process";

/** Where the engine's time went, in milliseconds. */
export interface EngineTimes {
  /** Processor time. */
  readonly allMs: number;
  /** Processor time of what writes the state. */
  readonly stateMs: number;
}

/** Reads the engine's profile of its processor time. Go has to be there. */
export function readProfile(file: string): EngineTimes {
  const { stdout, status } = spawnSync(
    "go",
    ["tool", "pprof", "-top", "-cum", "-nodecount=1000", "-unit=ms", file],
    { encoding: "utf8" },
  );
  if (status !== 0) throw new Error("`go tool pprof` could not read the engine's profile");
  return parseTop(stdout);
}

/** Reads the text of `pprof -top -cum -unit=ms`. */
export function parseTop(text: string): EngineTimes {
  const number = (pattern: RegExp): number => {
    const found = pattern.exec(text)?.[1];
    if (found === undefined) throw new Error(`the profile says nothing of ${String(pattern)}`);
    return Number(found);
  };
  return {
    allMs: number(/Total samples = ([\d.]+)ms/),
    stateMs: number(/([\d.]+)ms +[\d.]+% +\S+SnapshotManager\)\.saveSnapshot$/m),
  };
}
