import { parseArgs } from "node:util";

/** What was asked of `npm test`. */
export interface TestArguments {
  /** Names of stages; all of them when none is named. */
  readonly stages: readonly string[];
  /** Only files of tests whose path matches one of these, also long ones. */
  readonly files: readonly string[];
  /** Whether the long suites run as well. */
  readonly isFull: boolean;
}

/**
 * Reads `npm test -- e2e --testPathPatterns life`.
 *
 * @throws TypeError for an option that does not exist.
 */
export function testArguments(args: readonly string[]): TestArguments {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      testPathPatterns: { type: "string", multiple: true, default: [] },
      full: { type: "boolean", default: false },
    },
  });
  return { stages: positionals, files: values.testPathPatterns, isFull: values.full };
}
