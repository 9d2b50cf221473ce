// The suites that `npm test` leaves to `npm run test:full`: they take long for what they prove beyond the others. They
// are in tests/longSuites.json, each with what it tries: a folder below tests/ with a slash at its end, or a file
// without `.test.ts`. The long run also has larger sizes of suites that can be small.
import { readdirSync } from "node:fs";
import path from "node:path";

import suites from "../../tests/longSuites.json";

/** The sizes that suites have in `npm run test:full`; see `sizeOf` in tests/support/tally.ts. */
export const FULL_SIZES: Readonly<Record<string, string>> = {
  LIVES: "300",
  KILL_POINTS: "20",
  MODEL_ACTS: "3",
  DRIVERS: "3",
  REFUSAL_FORMS: "4",
  STATE_VERSIONS: "100",
};

const names = Object.keys(suites);

/** The long suites as jest's options for paths take them. */
export const longPatterns: readonly string[] = names.map(patternOf);

/** A long suite as jest's options for paths take it. */
export function patternOf(name: string): string {
  const escaped = name.replaceAll(".", "\\.");
  return `/tests/${name.endsWith("/") ? escaped : `${escaped}\\.test\\.ts$`}`;
}

/** Whether a test file, by its path from the root of the repository, is one of a long suite. */
export function isLong(file: string): boolean {
  return longPatterns.some((pattern) => new RegExp(pattern).test(`/${file}`));
}

/** What a run of `npm test` says of the files of these levels that it did not run. */
export function leftOut(levels: readonly string[]): readonly string[] {
  const isOfLevel = (name: string): boolean => levels.includes(name.split("/")[0] ?? "");
  const files = readdirSync(path.join(__dirname, "../../tests"), {
    recursive: true,
    encoding: "utf8",
  })
    .map((name) => name.split(path.sep).join("/"))
    .filter((name) => name.endsWith(".test.ts") && isOfLevel(name));
  const long = files.filter((file) => isLong(`tests/${file}`));
  if (long.length === 0) return [];
  return [
    `left out: ${long.length} of ${files.length} test files (${names.filter(isOfLevel).join(", ")}), ` +
      "and the large sizes of others. `npm run test:full` runs everything.",
  ];
}
