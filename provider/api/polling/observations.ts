// One look at several things: together where the service can, and alone at what that left out.
import { isDispersedError } from "../errors/errors";
import { largestPage } from "../endpoints/pagination";

/** Most things that one look asks about: they have to fit on a page. */
export const MOST_AT_ONCE = largestPage;

/** One look at a thing: what was seen, or why nothing was. */
export type Sighting<T> =
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

/** Looks once at each of these things. Every one of them has a sighting. */
export async function sightingsOf<T>(
  { observe, observeMany }: Observer<T>,
  signals: ReadonlyMap<string, AbortSignal>,
): Promise<ReadonlyMap<string, Sighting<T>>> {
  const [[, anySignal] = [undefined, undefined]] = [...signals];
  const sightings = new Map<string, Sighting<T>>();
  if (observeMany !== undefined && anySignal !== undefined && signals.size > 1) {
    try {
      const together = await observeMany([...signals.keys()], anySignal);
      for (const [key, value] of together) sightings.set(key, { seen: true, value });
    } catch (error) {
      if (!isMisunderstood(error)) {
        return new Map([...signals.keys()].map((key) => [key, { seen: false, error }]));
      }
    }
  }
  const alone = [...signals].filter(([key]) => !sightings.has(key));
  await Promise.all(
    alone.map(async ([key, signal]) => {
      sightings.set(key, await sight(() => observe(key, signal)));
    }),
  );
  return sightings;
}

/** Whether a service did not take a question about many: it may take the one about each. */
export function isMisunderstood(error: unknown): boolean {
  if (!isDispersedError(error)) return false;
  const { kind, status = 0 } = error;
  return kind === "badResponse" || [400, 404, 405, 422, 501].includes(status);
}

async function sight<T>(observe: () => Promise<T>): Promise<Sighting<T>> {
  try {
    return { seen: true, value: await observe() };
  } catch (error) {
    return { seen: false, error };
  }
}
