// What a run tried and what survived: from jest's report, and from what long suites write themselves.
import * as z from "zod";

import type { JestReport } from "../test/jest";

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

/** The cases of each group of the catalogue: one for each test, in every group its ids name. */
export function triedByGroup(report: JestReport | undefined): readonly Tried[] {
  const counts = new Map<string, { tried: number; survived: number; skipped: number }>();
  for (const test of testsOf(report)) {
    for (const letter of lettersOf([...test.ancestorTitles, test.title])) {
      const count = counts.get(letter) ?? { tried: 0, survived: 0, skipped: 0 };
      counts.set(letter, count);
      if (test.status !== "passed" && test.status !== "failed") count.skipped += 1;
      else count.tried += 1;
      if (test.status === "passed") count.survived += 1;
    }
  }
  return [...counts]
    .map(([id, count]) => ({ id, ...count }))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
}

/**
 * What a suite tried, by its own tallies. A test that failed around them, or a run that ended badly,
 * is a case that did not survive.
 */
export function triedBySuite(
  id: string,
  lines: string,
  { report, exitCode }: { readonly report: JestReport | undefined; readonly exitCode: number },
): Tried {
  const tallies = lines
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => tallySchema.parse(JSON.parse(line)))
    .filter(({ suite }) => suite === id);
  const sum = (of: "tried" | "survived" | "skipped"): number =>
    tallies.reduce((total, tally) => total + tally[of], 0);
  const [tried, survived] = [sum("tried"), sum("survived")];
  const failed = testsOf(report).filter(({ status }) => status === "failed").length;
  const isUncounted = tried === survived && (failed > 0 || exitCode !== 0);
  return {
    id,
    tried: isUncounted ? tried + Math.max(failed, 1) : tried,
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

function testsOf(report: JestReport | undefined): JestReport["testResults"][0]["assertionResults"] {
  return (report?.testResults ?? []).flatMap(({ assertionResults }) => assertionResults);
}

/** The groups that the leading ids of these names belong to, each once. */
function lettersOf(titles: readonly string[]): ReadonlySet<string> {
  const ids = titles.flatMap((title) => /^((?:[A-Z]\d{2}(?:, )?)+): /.exec(title)?.[1] ?? []);
  return new Set(ids.flatMap((list) => list.split(", ").map((id) => id.charAt(0))));
}
