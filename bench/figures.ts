import * as z from "zod";

/** What is measured: a provider that does nothing, a hand-written one, and this package's two adapters. */
export const variants = ["baseline", "handWritten", "dynamic", "native"] as const;
/** One of them. */
export type Variant = (typeof variants)[number];

/** Their labels on a page. */
export const variantLabels: Readonly<Record<Variant, string>> = {
  baseline: "baseline",
  handWritten: "hand-written",
  dynamic: "dynamic",
  native: "plugin",
};

/** Samples of each variant. One that cannot do a thing has none. */
export type Samples = Readonly<Partial<Record<Variant, readonly number[]>>>;

const median = z.number().nullable();

/** One line of the benchmark's result: the median of each variant, null where it has none. */
export const figureSchema = z.object({
  name: z.string(),
  unit: z.string(),
  baseline: median,
  handWritten: median,
  dynamic: median,
  native: median,
  /** How far the middle half of the samples lies apart, of the variant where that is most, as a part of its median. */
  spread: z.number(),
  /** Fewest samples of a variant. */
  repetitions: z.number(),
});
/** One line of the benchmark's answer. */
export type Figure = Readonly<z.output<typeof figureSchema>>;

/** A figure out of samples. */
export function figureOf(name: string, unit: string, samples: Samples): Figure {
  const medianOf = (variant: Variant): number | null => {
    const values = samples[variant];
    return values === undefined ? null : round(quantile(values, 0.5));
  };
  const measured = Object.values(samples);
  return {
    name,
    unit,
    baseline: medianOf("baseline"),
    handWritten: medianOf("handWritten"),
    dynamic: medianOf("dynamic"),
    native: medianOf("native"),
    spread: round(Math.max(...measured.map(spreadOf))),
    repetitions: Math.min(...measured.map(({ length }) => length)),
  };
}

/**
 * A figure for a person, with each variant's ratio to the baseline, or to the hand-written provider
 * where there is no baseline.
 */
export function line(figure: Figure): string {
  const base = figure.baseline ?? figure.handWritten;
  const parts = variants.flatMap((variant) => {
    const value = figure[variant];
    if (value === null) return [];
    const ratio = base === null || base === 0 ? "" : ` (${(value / base).toFixed(2)})`;
    return [`${variant} ${value}${ratio}`];
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
