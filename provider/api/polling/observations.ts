// One look at several things: together where the service can, and alone at what that left out.
import { isDispersedError } from "../errors/errors";
import { MAX_PAGE_SIZE } from "../endpoints/pagination";

/** Most things that one look asks about: they have to fit on a page. */
export const BATCH_SIZE = MAX_PAGE_SIZE;

/** One look at a thing: what was seen, or why nothing was. */
export type Observation<T> =
  { readonly seen: true; readonly value: T } | { readonly seen: false; readonly error: unknown };

/** How things are looked at. */
export interface Observer<T> {
  /** Looks at one thing. */
  readonly observe: (key: string, signal: AbortSignal) => Promise<T>;
  /** Looks at several at once; what it leaves out is looked at alone. */
  readonly observeMany?: (
    keys: readonly string[],
    signal: AbortSignal,
  ) => Promise<ReadonlyMap<string, T>>;
}

/** Looks once at each of these things. Every one of them has an observation. */
export async function observeAll<T>(
  { observe, observeMany }: Observer<T>,
  signals: ReadonlyMap<string, AbortSignal>,
): Promise<ReadonlyMap<string, Observation<T>>> {
  const [[, anySignal] = [undefined, undefined]] = [...signals];
  const observations = new Map<string, Observation<T>>();
  if (observeMany !== undefined && anySignal !== undefined && signals.size > 1) {
    try {
      const together = await observeMany([...signals.keys()], anySignal);
      for (const [key, value] of together) observations.set(key, { seen: true, value });
    } catch (error) {
      if (!isMisunderstood(error)) {
        return new Map([...signals.keys()].map((key) => [key, { seen: false, error }]));
      }
    }
  }
  const alone = [...signals].filter(([key]) => !observations.has(key));
  await Promise.all(
    alone.map(async ([key, signal]) => {
      observations.set(key, await sight(() => observe(key, signal)));
    }),
  );
  return observations;
}

/** Whether a service did not take a question about many: it may take the one about each. */
export function isMisunderstood(error: unknown): boolean {
  if (!isDispersedError(error)) return false;
  const { kind, status = 0 } = error;
  return kind === "badResponse" || [400, 404, 405, 422, 501].includes(status);
}

async function sight<T>(observe: () => Promise<T>): Promise<Observation<T>> {
  try {
    return { seen: true, value: await observe() };
  } catch (error) {
    return { seen: false, error };
  }
}
