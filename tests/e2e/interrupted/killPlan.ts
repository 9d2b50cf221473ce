// Which run is interrupted when, and how: a pure function of a seed, so that every point can be
// played again.

/** The run that is interrupted. */
export type Course =
  | "create"
  | "destroy"
  /** The old job ends before the new one is bought. */
  | "replace"
  /** The new job is bought before the old one ends. */
  | "replace, new first";

/** What the run is about to do. */
export type Moment = "look" | "post" | "answer" | "wait" | "cancel";

/** Who is struck, and with what. A second SIGINT is a person who does not want to wait. */
export type Way =
  | "SIGINT"
  | "double SIGINT"
  | "SIGKILL of the engine"
  | "SIGKILL of the provider"
  | "SIGKILL of both";

/** One interruption. */
export interface Point {
  readonly name: string;
  readonly course: Course;
  readonly moment: Moment;
  readonly way: Way;
  /** Resources in the program, all at work at once. */
  readonly boxes: 1 | 3;
  /** From the moment's request to the blow. */
  readonly delayMs: number;
  /** From a first SIGINT to the second. */
  readonly secondMs: number;
}

export const ways: readonly Way[] = [
  "SIGINT",
  "double SIGINT",
  "SIGKILL of the engine",
  "SIGKILL of the provider",
  "SIGKILL of both",
];

const momentsOf: Readonly<Record<Course, readonly Moment[]>> = {
  create: ["look", "post", "answer", "wait"],
  destroy: ["cancel"],
  replace: ["cancel", "look", "post", "answer", "wait"],
  "replace, new first": ["look", "post", "answer", "wait", "cancel"],
};

/** How long a moment lasts, about. */
const LASTS_MS: Readonly<Record<Moment, number>> = {
  look: 50,
  post: 150,
  answer: 250,
  wait: 500,
  cancel: 200,
};

/** Every course and each of its moments. */
const places = Object.entries(momentsOf).flatMap(([course, moments]) =>
  moments.map((moment) => ({ course: course as Course, moment })),
);

/** The first `count` points of a seed; they go through all places, and through all ways. */
export function planKills(seed: number, count: number): readonly Point[] {
  return Array.from({ length: count }, (_, index) => {
    const random = randomFrom(seed + index);
    const { course, moment } = at(places, index + seed);
    // A place that comes up again comes up with another way.
    const way = at(ways, index + seed + Math.floor((index + seed) / places.length));
    const boxes = random() < 0.3 ? 3 : 1;
    const delayMs = Math.floor(random() * LASTS_MS[moment]);
    const secondMs = 10 + Math.floor(random() * 300);
    const name = `${index}: ${way}, ${course} ${boxes}, ${moment} + ${delayMs} ms`;
    return { name, course, moment, way, boxes, delayMs, secondMs };
  });
}

function at<T>(all: readonly T[], index: number): T {
  const one = all[index % all.length];
  if (one === undefined) throw new Error("there is nothing to choose from");
  return one;
}

/** A generator of fractions; the same seed gives the same ones (mulberry32). */
function randomFrom(start: number): () => number {
  let state = start;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
