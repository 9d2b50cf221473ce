// The suites that `npm test` runs in a small size, and `npm run reliability` in the size that proves something.

/** A suite in its long size. */
export interface Suite {
  readonly id: string;
  /** What is tried, and what counts as survived. */
  readonly tries: string;
  /** Which test files: a pattern for their paths. */
  readonly files: string;
  readonly env: Readonly<Record<string, string>>;
  /** The variable that a random suite takes its seed from; each run draws another. */
  readonly seed?: string;
}

/** All tests whose names begin with the id of a row, counted by group. */
export const CATALOGUE = "catalogue";

export const suites: readonly Suite[] = [
  {
    id: "lives",
    tries:
      "Random scenarios on sockets: up, faults, kills, refresh, destroy, the console, clocks, lag. Survived: after one more `up` and a `destroy` no job is alive, bought twice or lost, and no secret is shown.",
    files: "integration/fuzz/",
    env: { LIVES: "2000" },
    seed: "LIVES_SEED",
  },
  {
    id: "kills",
    tries:
      "Real engine: SIGKILL, SIGINT and SIGINT twice at random moments of create, wait, replace and delete. Survived: the next `up` has one job for each box, and after `destroy` none is alive.",
    files: "e2e/interrupted/kills",
    env: { KILL_POINTS: "200" },
    seed: "KILL_SEED",
  },
  {
    id: "text",
    tries:
      "Hostile strings in everything that the service and the user can say. Survived: no control character, no command to a pipeline, no panic, and the user's own text byte for byte.",
    files: "(integration|e2e)/.*hostileText",
    env: {},
  },
  {
    id: "secrets",
    tries: "Canaries, raw and encoded, in all that a run leaves. Survived: none is found.",
    files: "integration/host/repeatedSecrets|e2e/secrets/",
    env: {},
  },
  {
    id: "scale",
    tries:
      "1,000 jobs of one process at once; the service takes 50 requests a second and fails one in twenty. Survived: made once, and ended.",
    files: "integration/scale/manyAtOnce",
    env: { SCALE_JOBS: "1000" },
  },
  {
    id: "scale-engine",
    tries:
      "The same on the real engine: one `pulumi up` and one `pulumi destroy`, each run again up to five times after an error.",
    files: "e2e/scale/",
    env: { SCALE_ENGINE_JOBS: "1000" },
  },
  {
    id: "soak",
    tries:
      "Creates and deletes one after the other in one process. Survived: ended, and sockets, timers, files and memory do not grow.",
    files: "integration/scale/soak",
    env: { SOAK_CYCLES: "10000" },
  },
  {
    id: "waits",
    tries: "100 jobs wait for 24 hours of a scaled clock. Survived: their end was seen.",
    files: "integration/scale/longWaits",
    env: { WAIT_HOURS: "24" },
  },
  {
    id: "waiters",
    tries: "1,000 creates wait in one process. Survived: it still answers checks at once.",
    files: "integration/scale/manyWaiters",
    env: { WAITERS: "1000" },
  },
];

/**
 * The suites of these ids, in the order above; all of them when none is named.
 *
 * @throws Error for an unknown id.
 */
export function selectSuites(ids: readonly string[]): readonly Suite[] {
  const known = [CATALOGUE, ...suites.map(({ id }) => id)];
  const unknown = ids.filter((id) => !known.includes(id));
  if (unknown.length > 0) {
    throw new Error(`Unknown suite: ${unknown.join(", ")}. The suites are: ${known.join(", ")}.`);
  }
  return suites.filter(({ id }) => ids.length === 0 || ids.includes(id));
}
