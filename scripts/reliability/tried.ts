// What a run tried and what survived: from jest's report, and from what long suites write themselves.
import * as z from "zod";

const figures = z.record(z.string(), z.union([z.number(), z.string()]));

/** A line of the result, also as it is recorded. */
export const triedSchema = z.object({
  id: z.string(),
  tried: z.number(),
  survived: z.number(),
  /** Planned, and not tried. */
  skipped: z.number(),
  figures: figures.optional(),
});

export type Tried = Readonly<z.output<typeof triedSchema>>;

/** What `tests/support/tally.ts` writes. */
const tallySchema = triedSchema
  .omit({ id: true })
  .extend({ suite: z.string(), skipped: z.number().default(0) });

/**
 * What a suite tried, by its own tallies. A test that failed around them, or a run that ended badly,
 * is a case that did not survive.
 */
export function triedBySuite(id: string, lines: string, exitCode: number): Tried {
  const tallies = lines
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => tallySchema.parse(JSON.parse(line)))
    .filter(({ suite }) => suite === id);
  const sum = (of: "tried" | "survived" | "skipped"): number =>
    tallies.reduce((total, tally) => total + tally[of], 0);
  const [tried, survived] = [sum("tried"), sum("survived")];
  return {
    id,
    tried: tried === survived && exitCode !== 0 ? tried + 1 : tried,
    survived,
    skipped: sum("skipped"),
    figures: Object.assign({}, ...tallies.map(({ figures }) => figures ?? {})) as Tried["figures"],
  };
}

/** Whether nothing was lost, and something was tried. */
export function isGood(results: readonly Tried[]): boolean {
  return (
    results.length > 0 && results.every(({ tried, survived }) => tried > 0 && tried === survived)
  );
}
