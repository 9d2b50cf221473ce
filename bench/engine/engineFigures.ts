// What the engine itself does in an `up`: its own profiler tells, and Go reads what it wrote.
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { openBenchStack } from "../deployments/benchStack";
import { variants, figureOf, type Variant, type Figure, type Samples } from "../figures";
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

/** Profiles the engine in an `up` with each variant, `repetitions` times. */
export async function engineFigures({ jobs, repetitions, say }: EnginePlan): Promise<Figure[]> {
  const times: Record<Variant, Profiled[]> = {
    baseline: [],
    handWritten: [],
    dynamic: [],
    native: [],
  };
  for (let round = 1; round <= repetitions; round += 1) {
    for (const variant of variants) {
      say(`profile of ${jobs} jobs, ${variant}, ${round} of ${repetitions}`);
      times[variant].push(await profile(variant, jobs));
    }
  }
  const sample = (of: keyof Profiled): Samples =>
    Object.fromEntries(
      variants.map((variant) => [variant, times[variant].map((each) => each[of] / 1_000)]),
    );
  const what = `up of ${jobs} jobs`;
  return [
    figureOf(`${what}, profiled: time`, "s", sample("ms")),
    figureOf(`${what}, profiled: processor time of the engine`, "s", sample("allMs")),
    figureOf(`${what}, profiled: of it, writing the state`, "s", sample("stateMs")),
  ];
}

async function profile(variant: Variant, jobs: number): Promise<Profiled> {
  const folder = mkdtempSync(join(tmpdir(), "pulumi-dispersed-profile-"));
  const stack = await openBenchStack(variant, jobs);
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
