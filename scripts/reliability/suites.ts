// The suites that `npm test` runs in a small size, and `npm run reliability` in the size that proves
// something.

/** A suite in its long size. */
export interface Suite {
  readonly id: string;
  /** What is tried, and what counts as survived. */
  readonly tries: string;
  /** What is real; see docs/reliability.md. */
  readonly level: string;
  /** Folders of tests/, and which of their files. */
  readonly levels: readonly string[];
  readonly files: string;
  readonly env: Readonly<Record<string, string>>;
  /** The variable that a random suite takes its seed from; each run draws another. */
  readonly seed?: string;
}

export const suites: readonly Suite[] = [
  {
    id: "lives",
    tries:
      "Random lives: up, faults, kills, refresh, destroy, the console, ends, clocks, lag. Survived: " +
      "after one more `up` and a `destroy` nothing is alive, bought twice, lost or shown.",
    level: "wire",
    levels: ["integration"],
    files: "integration/lives/",
    env: { LIVES: "2000" },
    seed: "LIVES_SEED",
  },
  {
    id: "kills",
    tries:
      "SIGKILL, SIGINT and SIGINT twice at random moments of create, wait, replace and delete. " +
      "Survived: the next `up` has one job for each box, and after `destroy` none is alive.",
    level: "real engine",
    levels: ["e2e"],
    files: "e2e/interrupted/kills",
    env: { KILL_POINTS: "200" },
    seed: "KILL_SEED",
  },
];

/**
 * The suites of these ids, in the order above; all of them when none is named.
 *
 * @throws Error for an id that no suite has.
 */
export function selectSuites(ids: readonly string[]): readonly Suite[] {
  const unknown = ids.filter((id) => id !== CATALOGUE && suites.every((suite) => suite.id !== id));
  if (unknown.length > 0) {
    const known = [CATALOGUE, ...suites.map(({ id }) => id)].join(", ");
    throw new Error(`There is no suite "${unknown.join('", "')}". The suites are: ${known}.`);
  }
  return suites.filter(({ id }) => ids.length === 0 || ids.includes(id));
}

/** The name of all tests that begin with the id of a row, counted by group. */
export const CATALOGUE = "catalogue";
