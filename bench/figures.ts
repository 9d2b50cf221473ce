import * as z from "zod";

/** Who is measured: a provider that does nothing, one by hand, and the two doors of this package. */
export const doors = ["floor", "byHand", "dynamic", "native"] as const;
/** One of them. */
export type Door = (typeof doors)[number];

/** How a page calls them. */
export const doorTitles: Readonly<Record<Door, string>> = {
  floor: "floor",
  byHand: "by hand",
  dynamic: "dynamic",
  native: "plugin",
};

/** What was measured, by who did it. Who cannot do a thing has no samples of it. */
export type Samples = Readonly<Partial<Record<Door, readonly number[]>>>;

const median = z.number().nullable();

/** One line of the benchmark's answer: the median of each door, null where there is no such thing. */
export const figureSchema = z.object({
  name: z.string(),
  unit: z.string(),
  floor: median,
  byHand: median,
  dynamic: median,
  native: median,
  /** How far the middle half of the samples lies apart, of the door where that is most, as a part of its median. */
  spread: z.number(),
  /** Fewest samples of a door. */
  repetitions: z.number(),
});
/** One line of the benchmark's answer. */
export type Figure = Readonly<z.output<typeof figureSchema>>;

/** A figure out of samples. */
export function figureOf(name: string, unit: string, samples: Samples): Figure {
  const medianOf = (door: Door): number | null => {
    const values = samples[door];
    return values === undefined ? null : round(quantile(values, 0.5));
  };
  const measured = Object.values(samples);
  return {
    name,
    unit,
    floor: medianOf("floor"),
    byHand: medianOf("byHand"),
    dynamic: medianOf("dynamic"),
    native: medianOf("native"),
    spread: round(Math.max(...measured.map(spreadOf))),
    repetitions: Math.min(...measured.map(({ length }) => length)),
  };
}

/** A figure as a person reads it, with what each door is of the floor, or of the hand where there is none. */
export function line(figure: Figure): string {
  const base = figure.floor ?? figure.byHand;
  const parts = doors.flatMap((door) => {
    const value = figure[door];
    if (value === null) return [];
    const ratio = base === null || base === 0 ? "" : ` (${(value / base).toFixed(2)})`;
    return [`${door} ${value}${ratio}`];
  });
  return `${figure.name}, ${figure.unit}: ${parts.join(", ")}; spread ${Math.round(figure.spread * 100)} %`;
}

/** The value below which this part of the values lies. */
export function quantile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.floor((sorted.length - 1) * part)] ?? NaN;
}

function spreadOf(values: readonly number[]): number {
  const middle = quantile(values, 0.5);
  return middle === 0 ? 0 : (quantile(values, 0.75) - quantile(values, 0.25)) / middle;
}

const round = (value: number): number => Math.round(value * 100) / 100;
