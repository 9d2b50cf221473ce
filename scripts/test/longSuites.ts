// What `npm test` leaves to `npm run test:full`: suites that take long for what they prove beyond the
// others, and the large sizes of suites that can be small. A row of docs/reliability.md whose tests
// are all among them says so there.
import { readdirSync } from "node:fs";
import path from "node:path";

/** Test files that only `npm run test:full` runs. */
export interface LongSuite {
  /** Path below tests/: of a folder, with a slash at its end, or of a file, without `.test.ts`. */
  readonly files: string;
  /** What it tries, and what `npm test` has of it. */
  readonly tries: string;
}

export const longSuites: readonly LongSuite[] = [
  {
    files: "unit/mutants/recorded",
    tries: "the record of mutants against the code: it is made anew before a release",
  },
  {
    files: "integration/model/",
    tries:
      "the rules of a purchase in every order of events; unit/resources/purchase has each rule",
  },
  {
    files: "integration/scale/soak",
    tries: "one job after the other; client/memory looks for leaks",
  },
  { files: "integration/scale/longWaits", tries: "an hour of waiting; waiting/ has minutes" },
  {
    files: "integration/scale/stackCap",
    tries: "a cap behind 1,300 jobs; settings/stackCap has the others",
  },
  {
    files: "e2e/secrets/artefacts",
    tries: "21 kinds of artefacts for secrets; e2e/job/secrets looks at fewer",
  },
  {
    files: "e2e/secrets/checkFailures",
    tries: "every command; integration/host/check has the words",
  },
  { files: "e2e/job/canaries", tries: "every input as a secret; e2e/job/secrets has a few" },
  {
    files: "e2e/absence/",
    tries: "purchases and waits of minutes; integration/lifecycle has the same by a scaled clock",
  },
  {
    files: "e2e/job/absence",
    tries: "jobs that reads do not find; integration/lifecycle has the same by a scaled clock",
  },
  {
    files: "e2e/job/ambiguous",
    tries: "lost answers on the engine; integration/lifecycle/lostAnswers has 29 ways",
  },
  {
    files: "e2e/identity/",
    tries: "stacks and resources that are renamed and moved; integration/lifecycle has lookalikes",
  },
  {
    files: "e2e/interrupted/sequences",
    tries: "what people do one after the other; e2e/interrupted/kills has the killed runs",
  },
  {
    files: "e2e/interrupted/unwrittenState",
    tries: "states that are not written; e2e/interrupted/kills has the killed runs",
  },
  { files: "e2e/cli/project", tries: "stacks of a project after renames; e2e/cli/sweep has a few" },
  { files: "e2e/cli/schedule", tries: "the schedules of the guides, with every component" },
  { files: "e2e/job/defaults", tries: "each written default; unit/resources/job has the table" },
  { files: "e2e/demo", tries: "`npm run demo`" },
  { files: "e2e/components/testedProgram", tries: "the tests of examples/tested-program" },
  { files: "e2e/components/ciStep", tries: "examples/ci-step" },
  { files: "e2e/components/boxPerPullRequest", tries: "examples/box-per-pull-request" },
  { files: "e2e/engine/", tries: "how the engine itself is found, obtained and started" },
  { files: "e2e/documents", tries: "the programs and commands of the README and of the pages" },
  { files: "e2e/guides", tries: "the commands of the guides, one after the other" },
  { files: "e2e/plugin/languages", tries: "programs in Go and Python" },
  { files: "e2e/plugin/sdks", tries: "SDKs that Pulumi generates from the schema" },
  { files: "e2e/scale/", tries: "fifty jobs in one `pulumi up`; integration/scale has a hundred" },
];

/** The sizes that suites have in `npm run test:full`; see `sizeOf` in tests/support/tally.ts. */
export const FULL_SIZES: Readonly<Record<string, string>> = {
  LIVES: "300",
  KILL_POINTS: "20",
  MODEL_ACTS: "3",
  DRIVERS: "3",
  REFUSAL_FORMS: "4",
};

/** Whether a test file, by its path from the root of the repository, is one of a long suite. */
export function isLong(file: string): boolean {
  return longSuites.some((suite) => new RegExp(patternOf(suite)).test(`/${file}`));
}

/** A long suite as jest's options for paths take it. */
export function patternOf({ files }: LongSuite): string {
  const name = files.replaceAll(".", "\\.");
  return `/tests/${name.endsWith("/") ? name : `${name}\\.test\\.ts$`}`;
}

/** What a run of `npm test` tells of the files of these levels that it did not run. */
export function leftOut(root: string, levels: readonly string[]): readonly string[] {
  const files = readdirSync(path.join(root, "tests"), { recursive: true, encoding: "utf8" })
    .map((name) => name.split(path.sep).join("/"))
    .filter((name) => name.endsWith(".test.ts") && levels.includes(name.split("/")[0] ?? ""));
  const long = files.filter((file) => isLong(`tests/${file}`));
  if (long.length === 0) return [];
  const names = longSuites
    .map(({ files: name }) => name)
    .filter((name) => levels.includes(name.split("/")[0] ?? ""));
  return [
    `left out: ${long.length} of ${files.length} test files (${names.join(", ")}), and the large ` +
      "sizes of others. `npm run test:full` runs everything.",
  ];
}
