// What it costs to wait for jobs that take their time, and how soon it is known that they run.
import { variants, figureOf, quantile, type Variant, type Figure, type Samples } from "../figures";
import { mostWithin } from "../measure/mostWithin";
import { openBenchStack } from "./benchStack";
import { detections } from "./detections";

/** What is waited for. */
export interface WaitPlan {
  readonly jobs: number;
  /** From a job's creation until its container runs, in milliseconds; a third of it for a node. */
  readonly waitMs: number;
  readonly repetitions: number;
  readonly say: (text: string) => void;
}

/** One wait. */
interface Wait {
  readonly requestsPerJob: number;
  /** On average. */
  readonly requestsPerSecond: number;
  readonly peakPerSecond: number;
  /** From the moment a job ran until somebody was told, in milliseconds. */
  readonly delaysMs: readonly number[];
}

const waiting = variants.filter((variant) => variant !== "baseline");

/** Waits with each variant, `repetitions` times. */
export async function waitFigures(plan: WaitPlan): Promise<Figure[]> {
  const waits: Record<Variant, Wait[]> = { baseline: [], handWritten: [], dynamic: [], native: [] };
  for (let round = 1; round <= plan.repetitions; round += 1) {
    plan.say(`wait for ${plan.jobs} jobs, ${round} of ${plan.repetitions}`);
    // All at once: whoever waits does nothing.
    const done = await Promise.all(
      waiting.map(async (variant) => [variant, await wait(variant, plan)] as const),
    );
    for (const [variant, each] of done) waits[variant].push(each);
  }
  const sample = (value: (wait: Wait) => number): Samples =>
    Object.fromEntries(waiting.map((variant) => [variant, waits[variant].map(value)]));
  const what = `${plan.jobs} jobs that start after ${plan.waitMs / 1_000} s`;
  return [
    figureOf(
      `wait for ${what}: requests per job`,
      "requests",
      sample((each) => each.requestsPerJob),
    ),
    figureOf(
      `wait for ${what}: requests a second`,
      "requests",
      sample((each) => each.requestsPerSecond),
    ),
    figureOf(
      `wait for ${what}: most requests in a second`,
      "requests",
      sample((each) => each.peakPerSecond),
    ),
    figureOf(
      `wait for ${what}: from RUNNING to knowing it, median`,
      "s",
      sample(({ delaysMs }) => quantile(delaysMs, 0.5) / 1_000),
    ),
    figureOf(
      `wait for ${what}: from RUNNING to knowing it, 95 of 100`,
      "s",
      sample(({ delaysMs }) => quantile(delaysMs, 0.95) / 1_000),
    ),
  ];
}

async function wait(variant: Variant, { jobs, waitMs }: WaitPlan): Promise<Wait> {
  const assignAfterMs = Math.round(waitMs / 3);
  const stack = await openBenchStack(variant, jobs, {
    assignAfterMs,
    startAfterMs: waitMs - assignAfterMs,
  });
  try {
    await stack.measure("up", "--yes", "--skip-preview", "--parallel", String(jobs));
    const requests = stack.emulator.requests();
    const posts = requests.filter(({ method }) => method === "POST");
    const lastPostMs = Math.max(...posts.map(({ at }) => at));
    // From here on all of them wait.
    const asked = requests.filter(({ at }) => at > lastPostMs);
    return {
      requestsPerJob: asked.length / jobs,
      requestsPerSecond:
        (asked.length * 1_000) / (Math.max(...asked.map(({ at }) => at)) - lastPostMs),
      peakPerSecond: mostWithin(
        asked.map(({ at }) => at),
        1_000,
      ),
      delaysMs: detections(stack.emulator),
    };
  } finally {
    // The jobs end with their emulator.
    await stack.close();
  }
}
