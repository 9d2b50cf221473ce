// The suites that `npm test` runs in a small size, and `npm run reliability` in the size that proves something. They are
// in tests/reliabilitySuites.json.
import * as z from "zod";

import { chosen } from "../runScript";
import list from "../../tests/reliabilitySuites.json";

const suiteSchema = z.strictObject({
  /** What is tried, and what counts as survived. */
  tries: z.string(),
  /** Which test files: a pattern for their paths. */
  files: z.string(),
  env: z.record(z.string(), z.string()),
  /** The variable that a random suite takes its seed from; each run draws another. */
  seed: z.string().optional(),
});

/** A suite in its long size. */
export type Suite = Readonly<z.output<typeof suiteSchema>> & { readonly id: string };

export const suites: readonly Suite[] = Object.entries(
  z.record(z.string(), suiteSchema).parse(list),
).map(([id, suite]) => ({ id, ...suite }));

/** The suites of these ids, in the order above; all of them when none is named. An unknown id is an error. */
export function selectSuites(ids: readonly string[]): readonly Suite[] {
  const selected = chosen(
    "suite",
    suites.map(({ id }) => id),
    ids,
  );
  return suites.filter(({ id }) => selected.includes(id));
}
