// Whether a person may be asked whose a job is: only where it cannot be known.
import { Broken, type ExistingJob } from "./account";
import type { Entry } from "../../support/lifecycle/engineModel";
import type { Machine } from "./machine";
import type { Question } from "./person";
import { nameOf } from "./programs";
import type { Order } from "./steps";

/** What a question is judged by. */
export interface Asked {
  readonly questions: readonly Question[];
  readonly jobs: readonly ExistingJob[];
  readonly entriesBefore: readonly (readonly Entry[])[];
  readonly orders: readonly Order[];
  readonly isRefreshed: boolean;
}

/** Keeps what the machine cannot know. */
export interface Questions {
  /**
   * Notes jobs when they are seen first.
   *
   * @param sinceMs they were made after this moment by the machine's clock.
   * @param skewMs how far that was from the service's.
   */
  note(jobs: readonly ExistingJob[], sinceMs: number, skewMs: number): void;
  /** The journal is lost: nothing is known of these. */
  lose(jobs: readonly ExistingJob[]): void;
  /** @throws Broken where the answer was to be known. */
  judge(asked: Asked): void;
  readonly count: () => number;
}

/** For this long the journal shows whose a job is, by either clock. */
const RECENT_MS = 24 * 3_600_000;
/** Clocks this far apart do not show whether a request created a job. */
const SKEW_MS = 4.5 * 60_000;

/** @param isInDoubt whether the service behaves so that it cannot be known. */
export function createQuestions(
  { census, nowMs, skewMs: skewNowMs }: Pick<Machine, "census" | "nowMs" | "skewMs">,
  isInDoubt: (uuid: string) => boolean,
): Questions {
  const seen = new Map<string, { readonly sinceMs: number; readonly skewMs: number }>();
  /** The longer of the two ages that the machine's clock and the service's give a job. */
  const ageMs = (uuid: string): number => {
    const { sinceMs, skewMs } = seen.get(uuid) ?? { sinceMs: nowMs(), skewMs: skewNowMs() };
    const byMachineMs = nowMs() - sinceMs;
    return Math.max(byMachineMs, byMachineMs - skewNowMs() + skewMs);
  };
  const lost = new Set<string>();
  let count = 0;
  return {
    note(jobs, sinceMs, skewMs) {
      for (const { uuid } of jobs) {
        if (seen.has(uuid)) continue;
        seen.set(uuid, { sinceMs, skewMs });
        // By such clocks the job may as well have been made at another time than the request.
        if (Math.abs(skewMs) >= SKEW_MS) lost.add(uuid);
      }
    },
    lose(jobs) {
      for (const { uuid } of jobs) lost.add(uuid);
    },
    judge({ questions, jobs, entriesBefore, orders, isRefreshed }) {
      for (const { resource, uuid, words } of questions) {
        count += 1;
        const order = orders[resource];
        const job = jobs.find((each) => each.uuid === uuid);
        const holding = entriesBefore
          .flat()
          .filter(
            ({ outputs, isPendingReplacement }) =>
              outputs["uuid"] === uuid && !isPendingReplacement,
          );
        const isInState = holding.length > 0;
        // What only waits for its delete is shown by nothing but the journal that was lost.
        const isLost = lost.has(uuid) && holding.every(({ isCondemned }) => isCondemned);
        const isUnshown =
          isInState && order?.replace === true && !order.deleteBeforeReplace && !isRefreshed;
        const isTold = job !== undefined && census.isTold(job.generation) && !isInState;
        const isOld = ageMs(uuid) >= RECENT_MS;
        if (isUnshown || isTold || isOld || isLost || isInDoubt(uuid)) continue;
        throw new Broken(
          `${nameOf(resource)}: it is known whose ${uuid} is, and a person is asked: ${words}`,
        );
      }
    },
    count: () => count,
  };
}
