// What the engine itself does in an `up`: its own profiler tells, and Go reads what it wrote.
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { openBenchStack } from "../deployments/benchStack";
import { doors, figureOf, type Door, type Figure, type Samples } from "../figures";
import { readProfile, type EngineTimes } from "./readProfile";

/** One profiled `up`. */
interface Profiled extends EngineTimes {
  readonly ms: number;
}

/** What is profiled. */
export interface EnginePlan {
  readonly jobs: number;
  readonly repetitions: number;
  readonly say: (text: string) => void;
}

/** Profiles the engine in an `up` at each door, so many times. */
export async function engineFigures({ jobs, repetitions, say }: EnginePlan): Promise<Figure[]> {
  const times: Record<Door, Profiled[]> = { floor: [], byHand: [], dynamic: [], native: [] };
  for (let round = 1; round <= repetitions; round += 1) {
    for (const door of doors) {
      say(`profile of ${jobs} jobs, ${door}, ${round} of ${repetitions}`);
      times[door].push(await profile(door, jobs));
    }
  }
  const sample = (of: keyof Profiled): Samples =>
    Object.fromEntries(doors.map((door) => [door, times[door].map((each) => each[of] / 1_000)]));
  const what = `up of ${jobs} jobs`;
  return [
    figureOf(`${what}, profiled: time`, "s", sample("ms")),
    figureOf(`${what}, profiled: processor time of the engine`, "s", sample("allMs")),
    figureOf(`${what}, profiled: of it, writing the state`, "s", sample("stateMs")),
  ];
}

async function profile(door: Door, jobs: number): Promise<Profiled> {
  const folder = mkdtempSync(join(tmpdir(), "pulumi-dispersed-profile-"));
  const stack = await openBenchStack(door, jobs);
  try {
    const prefix = join(folder, "engine");
    const { ms } = await stack.measure("up", "--yes", "--skip-preview", "--profiling", prefix);
    const file = readdirSync(folder).find((name) => name.endsWith(".cpu"));
    if (file === undefined) throw new Error("the engine wrote no profile");
    return { ms, ...readProfile(join(folder, file)) };
  } finally {
    await stack.close();
    rmSync(folder, { recursive: true });
  }
}
