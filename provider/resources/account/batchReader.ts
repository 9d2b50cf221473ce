// How a refresh or a destroy of many resources looks at their jobs: together, and in a large stack
// ahead of the engine, which asks for a few at a time.
import type { Clock } from "../../api/clock";
import type { JobDetails } from "../../api/endpoints/jobs";
import { BATCH_SIZE, observeAll, type Observer } from "../../api/polling/observations";
import { isAlive } from "../job/status";
import { readMarked } from "../job/marker";

/** Looks at the jobs of resources, and sees `T` of each. */
export interface JobReader<T> {
  /**
   * One look at a job.
   *
   * @param stack hash of the stack that the job is marked with, where it is marked.
   * @throws DispersedError as a look at a single job does.
   */
  look(uuid: string, stack: string | undefined): Promise<T>;
}

/** What a reader is made of. */
export interface JobReaderEffects<T> extends Observer<T> {
  readonly clock: Pick<Clock, "monotonicMs">;
  readonly signal: AbortSignal;
  /** What is to be seen of up to 50 jobs that were listed; what it leaves out is looked at alone. */
  readonly listed: (jobs: readonly JobDetails[]) => Promise<ReadonlyMap<string, T>>;
  /** Lists all jobs, newest first. */
  readonly list: () => AsyncGenerator<JobDetails, boolean>;
}

/** Different jobs that are asked about in a row after which a refresh is a large one. */
const FEW_JOBS = 24;
/** Jobs of others in a row after which a listing is not worth its requests. */
const MAX_STRANGERS = 100;
/** How old a look ahead may be when it is used: about as long as a large refresh takes. */
const FRESH_MS = 30_000;

/** Somebody who wants to know. */
interface Question<T> {
  readonly uuid: string;
  readonly stack: string | undefined;
  readonly resolve: (sight: T) => void;
  readonly reject: (error: unknown) => void;
}

/** What was seen before anybody asked, and when. */
interface LookAhead<T> {
  readonly atMs: number;
  /** Each sight is given once: who asks again wants to know again. */
  readonly sights: Map<string, T>;
}

/** Makes a reader. */
export function createJobReader<T>(effects: JobReaderEffects<T>): JobReader<T> {
  const { clock, signal } = effects;
  const questions: Question<T>[] = [];
  let isLooking = false;
  let inARow = new Set<string>();
  let lastReadMs = -Infinity;
  let ahead: LookAhead<T> | undefined;

  const lookAt = async (asked: readonly Question<T>[]): Promise<void> => {
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
    if (ahead !== undefined && clock.monotonicMs() - ahead.atMs > FRESH_MS) ahead = undefined;
    if (ahead === undefined && inARow.size >= FEW_JOBS) {
      inARow = new Set();
      ahead = { atMs: clock.monotonicMs(), sights: await lookAhead(effects, asked) };
    }
    const open = asked.filter(({ uuid, resolve }) => {
      const sight = ahead?.sights.get(uuid);
      if (sight === undefined) return true;
      ahead?.sights.delete(uuid);
      resolve(sight);
      return false;
    });
    await lookAt(open);
  };

  const takeTurns = async (): Promise<void> => {
    while (questions.length > 0) {
      await takeTurn(questions.splice(0, BATCH_SIZE));
    }
    isLooking = false;
  };

  return {
    look: (uuid, stack) =>
      new Promise((resolve, reject) => {
        questions.push({ uuid, stack, resolve, reject });
        if (isLooking) return;
        isLooking = true;
        // Whoever comes in the same turn of the event loop shares the first request.
        setImmediate(() => void takeTurns());
      }),
  };
}

/**
 * The live jobs of the stacks that are asked about, as far down as they stand close together. It
 * only saves requests: what it does not see, for whatever reason, is asked for.
 */
async function lookAhead<T>(
  { list, listed }: JobReaderEffects<T>,
  asked: readonly Question<T>[],
): Promise<Map<string, T>> {
  const stacks = new Set(asked.map(({ stack }) => stack));
  const sights = new Map<string, T>();
  const looks: Promise<void>[] = [];
  const lookAt = (jobs: readonly JobDetails[]): Promise<void> =>
    listed(jobs).then(
      (seen) => seen.forEach((sight, uuid) => sights.set(uuid, sight)),
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
      looks.push(lookAt(chunk));
      chunk = [];
    }
  } catch {
    // A question of its own tells what is wrong.
  }
  if (chunk.length > 0) looks.push(lookAt(chunk));
  await Promise.all(looks);
  return sights;
}
