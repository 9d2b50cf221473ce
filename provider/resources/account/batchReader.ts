// How a refresh or a destroy of many resources reads their jobs: in shared requests and, in a large
// stack, in advance, because the engine asks for only a few at a time.
import type { Clock } from "../../api/clock";
import type { JobDetails } from "../../api/endpoints/jobs";
import { BATCH_SIZE, observeAll, type Observer } from "../../api/polling/observations";
import { isAlive } from "../job/status";
import { readMarked } from "../job/marker";

/** Reads the jobs of resources, each as a `T`. */
export interface JobReader<T> {
  /**
   * Reads a job once.
   *
   * @param stack hash of the stack that the job is marked with, where it is marked.
   * @throws DispersedError as a read of a single job does.
   */
  read(uuid: string, stack: string | undefined): Promise<T>;
}

/** What a reader needs. */
export interface JobReaderEffects<T> extends Observer<T> {
  readonly clock: Pick<Clock, "monotonicMs">;
  readonly signal: AbortSignal;
  /** Reads up to 50 listed jobs. What it leaves out is read singly. */
  readonly listed: (jobs: readonly JobDetails[]) => Promise<ReadonlyMap<string, T>>;
  /** Lists all jobs, newest first. */
  readonly list: () => AsyncGenerator<JobDetails, boolean>;
}

/** After this many different jobs in a row, a refresh counts as large. */
const FEW_JOBS = 24;
/** After this many jobs of other stacks in a row, a listing is not worth its requests. */
const MAX_STRANGERS = 100;
/** How old a prefetched result may be when it is used: about as long as a large refresh takes. */
const FRESH_MS = 30_000;

/** A caller that waits for a read. */
interface Question<T> {
  readonly uuid: string;
  readonly stack: string | undefined;
  readonly resolve: (snapshot: T) => void;
  readonly reject: (error: unknown) => void;
}

/** Jobs that were read in advance, and when. */
interface Prefetch<T> {
  readonly atMs: number;
  /** Each of them is returned once: a second read wants news. */
  readonly snapshots: Map<string, T>;
}

/** Makes a reader. */
export function createJobReader<T>(effects: JobReaderEffects<T>): JobReader<T> {
  const { clock, signal } = effects;
  const questions: Question<T>[] = [];
  let isReading = false;
  let inARow = new Set<string>();
  let lastReadMs = 0;
  let ahead: Prefetch<T> = { atMs: -Infinity, snapshots: new Map() };

  const readTogether = async (asked: readonly Question<T>[]): Promise<void> => {
    const nowMs = clock.monotonicMs();
    if (nowMs - lastReadMs > FRESH_MS) inARow = new Set();
    for (const { uuid } of asked) inARow.add(uuid);
    lastReadMs = nowMs;
    const observations = await observeAll(
      effects,
      new Map(asked.map(({ uuid }) => [uuid, signal])),
    );
    for (const { uuid, resolve, reject } of asked) {
      const observation = observations.get(uuid);
      if (observation?.seen === true) resolve(observation.value);
      else reject(observation?.error);
    }
  };

  const takeTurn = async (asked: readonly Question<T>[]): Promise<void> => {
    const isFresh = clock.monotonicMs() - ahead.atMs <= FRESH_MS;
    if (!isFresh) ahead.snapshots.clear();
    if (!isFresh && inARow.size >= FEW_JOBS) {
      inARow = new Set();
      ahead = { atMs: clock.monotonicMs(), snapshots: await readAhead(effects, asked) };
    }
    const open = asked.filter(({ uuid, resolve }) => {
      const snapshot = ahead.snapshots.get(uuid);
      if (snapshot === undefined) return true;
      ahead.snapshots.delete(uuid);
      resolve(snapshot);
      return false;
    });
    await readTogether(open);
  };

  const takeTurns = async (): Promise<void> => {
    while (questions.length > 0) {
      await takeTurn(questions.splice(0, BATCH_SIZE));
    }
    isReading = false;
  };

  return {
    read: (uuid, stack) =>
      new Promise((resolve, reject) => {
        questions.push({ uuid, stack, resolve, reject });
        if (isReading) return;
        isReading = true;
        // Callers of the same turn of the event loop share the first request.
        setImmediate(() => void takeTurns());
      }),
  };
}

/**
 * The live jobs of the stacks in question, down to where they become sparse on the list. This only
 * saves requests: a job that it does not show is read singly.
 */
async function readAhead<T>(
  { list, listed }: JobReaderEffects<T>,
  asked: readonly Question<T>[],
): Promise<Map<string, T>> {
  const stacks = new Set(asked.map(({ stack }) => stack));
  const snapshots = new Map<string, T>();
  const reads = new Set<Promise<void>>();
  const readChunk = (jobs: readonly JobDetails[]): Promise<void> =>
    listed(jobs).then(
      (seen) => seen.forEach((snapshot, uuid) => snapshots.set(uuid, snapshot)),
      () => undefined,
    );
  let chunk: JobDetails[] = [];
  let strangers = 0;
  try {
    for await (const job of list()) {
      const stack = readMarked(job.description).marker?.stack;
      const isOurs = stack !== undefined && stacks.has(stack) && isAlive(job.status);
      strangers = isOurs ? 0 : strangers + 1;
      if (strangers >= MAX_STRANGERS) break;
      if (isOurs) chunk.push(job);
      if (chunk.length < BATCH_SIZE) continue;
      reads.add(readChunk(chunk));
      chunk = [];
    }
  } catch {
    // A separate request shows what is wrong.
  }
  if (chunk.length > 0) reads.add(readChunk(chunk));
  await Promise.all(reads);
  return snapshots;
}
