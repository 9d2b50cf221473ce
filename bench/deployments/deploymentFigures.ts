// How long the commands of a stack take, and what they cost, for so many jobs.
import { variants, figureOf, type Variant, type Figure, type Samples } from "../figures";
import { openBenchStack, type Command, type StateBytes } from "./benchStack";

/** The commands in the order of a stack's life. */
const commands = {
  up: ["up", "--yes", "--skip-preview"],
  preview: ["preview"],
  refresh: ["refresh", "--yes", "--skip-preview"],
  destroy: ["destroy", "--yes", "--skip-preview"],
} as const;
type Name = keyof typeof commands;
const names = Object.keys(commands) as Name[];

/** The life of one stack. */
interface Life extends Readonly<Record<Name, Command>> {
  readonly bytes: StateBytes;
}

/** What is measured. */
export interface Plan {
  /** Numbers of jobs, the largest last. */
  readonly sizes: readonly number[];
  readonly repetitions: number;
  /** Says what goes on. */
  readonly say: (text: string) => void;
  /** Takes what the rounds so far came to: all of them take more than an hour. */
  readonly keep: (figures: readonly Figure[]) => void;
}

/** The runs of the stacks of each variant. */
type Lives = Record<Variant, Life[]>;

/** Runs a stack of each size with each variant from up to destroy, `repetitions` times. */
export async function deploymentFigures(plan: Plan): Promise<Figure[]> {
  const { sizes, repetitions, say, keep } = plan;
  const none = (): Lives => ({ baseline: [], handWritten: [], dynamic: [], native: [] });
  const lives = new Map(sizes.map((size) => [size, none()]));
  // In turns, so that a busy minute meets all of them.
  for (let round = 1; round <= repetitions; round += 1) {
    for (const [size, ofSize] of lives) {
      for (const variant of variants) {
        say(`${size} jobs, ${variant}, ${round} of ${repetitions}`);
        ofSize[variant].push(await live(variant, size));
      }
    }
    keep(allFigures(lives));
  }
  return allFigures(lives);
}

function allFigures(lives: ReadonlyMap<number, Lives>): Figure[] {
  return [...lives].flatMap(([size, ofSize]) => figuresOf(size, ofSize)).concat(growth(lives));
}

async function live(variant: Variant, jobs: number): Promise<Life> {
  const stack = await openBenchStack(variant, jobs);
  try {
    const up = await stack.measure(...commands.up);
    const bytes = await stack.stateBytes();
    const preview = await stack.measure(...commands.preview);
    const refresh = await stack.measure(...commands.refresh);
    return { up, bytes, preview, refresh, destroy: await stack.measure(...commands.destroy) };
  } finally {
    await stack.close();
  }
}

function figuresOf(size: number, lives: Lives): Figure[] {
  const jobs = size === 1 ? "1 job" : `${size.toLocaleString("en")} jobs`;
  const sample = (value: (life: Life) => number, asked: readonly Variant[] = variants): Samples =>
    Object.fromEntries(asked.map((variant) => [variant, lives[variant].map(value)]));
  // The baseline asks nothing of any service.
  const paying = variants.filter((variant) => variant !== "baseline");
  return [
    ...names.flatMap((name) => [
      figureOf(
        `${name} of ${jobs}`,
        "s",
        sample((life) => life[name].ms / 1_000),
      ),
      figureOf(
        `${name} of ${jobs}: requests`,
        "requests",
        sample((life) => life[name].requests, paying),
      ),
    ]),
    figureOf(
      `up of ${jobs}: most requests in a second`,
      "requests",
      sample((life) => life.up.peakPerSecond, paying),
    ),
    figureOf(
      `up of ${jobs}: processor time of the emulator`,
      "s",
      sample((life) => life.up.serviceMs / 1_000, paying),
    ),
    figureOf(
      `memory of the provider's process for ${jobs}`,
      "MiB",
      sample((life) => Math.max(...names.map((name) => life[name].mib))),
    ),
    figureOf(
      `state of each of ${jobs}`,
      "bytes",
      sample((life) => life.bytes.resource),
    ),
    figureOf(
      `provider's text in the state of each of ${jobs}`,
      "bytes",
      sample((life) => life.bytes.provider),
    ),
  ];
}

/** How many times longer the largest stack takes than the one before it. */
function growth(lives: ReadonlyMap<number, Lives>): Figure[] {
  const [small, large] = [...lives.keys()].slice(-2);
  if (small === undefined || large === undefined) return [];
  const of = (size: number, variant: Variant): readonly Life[] => lives.get(size)?.[variant] ?? [];
  return names.map((name) => {
    const ratios = (variant: Variant): number[] =>
      of(large, variant).map(
        (life, round) => life[name].ms / (of(small, variant)[round]?.[name].ms ?? NaN),
      );
    const grown = `${large.toLocaleString("en")} jobs over ${small.toLocaleString("en")}`;
    return figureOf(
      `${name} of ${grown}`,
      "times",
      Object.fromEntries(variants.map((variant) => [variant, ratios(variant)])),
    );
  });
}
