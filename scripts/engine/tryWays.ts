/** Something found, or why this way does not lead to it. */
export type Outcome<T> = { readonly found: T } | { readonly reason: string };

export interface Way<T> {
  readonly name: string;
  find(): Promise<Outcome<T>>;
}

export interface Search<T> {
  readonly found?: T;
  /** One line for each way that failed. */
  readonly failures: readonly string[];
}

/** Takes the first way that leads somewhere; a way that throws is one that failed. */
export async function tryWays<T>(ways: readonly Way<T>[]): Promise<Search<T>> {
  const failures: string[] = [];
  for (const way of ways) {
    const outcome = await way.find().catch(asFailure);
    if ("found" in outcome) return { found: outcome.found, failures };
    failures.push(`${way.name}: ${outcome.reason}`);
  }
  return { failures };
}

function asFailure(error: unknown): { reason: string } {
  return { reason: error instanceof Error ? error.message : String(error) };
}
