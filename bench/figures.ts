/** The doors that are compared. */
export const doors = ["floor", "dynamic", "native"] as const;
/** One of them. */
export type Door = (typeof doors)[number];

/** One line of the benchmark's answer: the median of each door. */
export interface Figure extends Readonly<Record<Door, number>> {
  readonly name: string;
  readonly unit: string;
  /** The same by the hand of somebody without this package; null where there is no such thing. */
  readonly byHand: number | null;
  /** How far the middle half of the samples lies apart, of the door where that is most, as a part of its median. */
  readonly spread: number;
}

/** A figure out of samples. */
export function figureOf(
  name: string,
  unit: string,
  samples: Readonly<Record<Door, readonly number[]>>,
): Figure {
  const median = (door: Door): number => round(quantile(samples[door], 0.5));
  const spreadOf = (door: Door): number =>
    (quantile(samples[door], 0.75) - quantile(samples[door], 0.25)) / quantile(samples[door], 0.5);
  return {
    name,
    unit,
    floor: median("floor"),
    byHand: null,
    dynamic: median("dynamic"),
    native: median("native"),
    spread: round(Math.max(...doors.map(spreadOf))),
  };
}

/** A figure as a person reads it, with what each door is of the floor. */
export function line({ name, unit, floor, dynamic, native, spread }: Figure): string {
  const part = (value: number): string => `${value} (${(value / floor).toFixed(2)})`;
  return (
    `${name}, ${unit}: floor ${floor}, dynamic ${part(dynamic)}, native ${part(native)}, ` +
    `spread ${Math.round(spread * 100)} %`
  );
}

function quantile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.floor((sorted.length - 1) * part)] ?? NaN;
}

const round = (value: number): number => Math.round(value * 100) / 100;
