// One read of several things: in one request where the service can, and singly where that left one
// out.
import { isDispersedError } from "../errors/errors";
import { MAX_PAGE_SIZE } from "../endpoints/pagination";

/** Maximum number of things in one read: they have to fit on a page. */
export const BATCH_SIZE = MAX_PAGE_SIZE;

/** The result of reading one thing: the value, or the error. */
export type Observation<T> =
  { readonly seen: true; readonly value: T } | { readonly seen: false; readonly error: unknown };

/** How things are read. */
export interface Observer<T> {
  /** Reads one thing. */
  readonly observe: (key: string, signal: AbortSignal) => Promise<T>;
  /** Reads several at once. What it leaves out is read singly. */
  readonly observeMany?: (
    keys: readonly string[],
    signal: AbortSignal,
  ) => Promise<ReadonlyMap<string, T>>;
}

/** Reads each of these things once. Each of them gets an observation. */
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
      observations.set(key, await observationOf(() => observe(key, signal)));
    }),
  );
  return observations;
}

/** Whether a service refused a request for many things: it may answer requests for each. */
export function isMisunderstood(error: unknown): boolean {
  if (!isDispersedError(error)) return false;
  const { kind, status = 0 } = error;
  return kind === "badResponse" || [400, 404, 405, 422, 501].includes(status);
}

async function observationOf<T>(observe: () => Promise<T>): Promise<Observation<T>> {
  try {
    return { seen: true, value: await observe() };
  } catch (error) {
    return { seen: false, error };
  }
}
