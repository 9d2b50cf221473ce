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
    files: "integration/fuzz/",
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
  {
    id: "text",
    tries:
      "Hostile strings in everything that the service and the user can say, through the engine's " +
      "display in colour, the functions and the command. Survived: no control character, no command " +
      "to a pipeline, no panic, and the user's own text byte for byte.",
    level: "real engine, wire",
    levels: ["integration", "e2e"],
    files: "hostileText",
    env: {},
  },
  {
    id: "secrets",
    tries:
      "Canaries, raw and in five encodings, searched for in all that a run leaves. Survived: not found.",
    level: "real engine, host process",
    levels: ["integration", "e2e"],
    files: "host/repeatedSecrets|e2e/secrets/",
    env: {},
  },
  {
    id: "scale",
    tries:
      "1,000 jobs of one process at once, at a service that takes 50 requests a second and fails one " +
      "in twenty. Survived: made once, and ended.",
    level: "wire",
    levels: ["integration"],
    files: "integration/scale/manyAtOnce",
    env: { SCALE_JOBS: "1000" },
  },
  {
    id: "scale-engine",
    tries:
      "The same in one `pulumi up` and one `pulumi destroy`, each run again, up to five times, where it told " +
      "of an error.",
    level: "real engine",
    levels: ["e2e"],
    files: "e2e/scale/",
    env: { SCALE_ENGINE_JOBS: "1000" },
  },
  {
    id: "soak",
    tries:
      "Creates and deletes one after the other in one process. Survived: ended, and sockets, timers, " +
      "files and memory are where they were.",
    level: "wire",
    levels: ["integration"],
    files: "integration/scale/soak",
    env: { SOAK_CYCLES: "10000" },
  },
  {
    id: "waits",
    tries:
      "100 jobs that are waited for for 24 hours of a scaled clock. Survived: seen at their end.",
    level: "wire",
    levels: ["integration"],
    files: "integration/scale/longWaits",
    env: { WAIT_HOURS: "24" },
  },
  {
    id: "waiters",
    tries: "1,000 creates that wait in one process, which goes on answering checks at once.",
    level: "host process",
    levels: ["integration"],
    files: "integration/scale/manyWaiters",
    env: { WAITERS: "1000" },
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
