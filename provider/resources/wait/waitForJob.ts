// Waiting for a job to come as far as asked. The decision is pure; the poller does the waiting.
import type { DispersedError } from "../../api/errors/errors";
import { currentKey } from "../account/confirmGone";
import type { ResourceEffects } from "../contract/effects";
import type { JobSnapshot } from "../job/outputsFromApi";
import { isEnded } from "../job/status";
import type { WaitGoal } from "../job/waitFor";
import { decideWait, type FailedWait, type WaitDecision } from "./decideWait";
import { cutShort, goneError, lateError } from "./messages";
import { checkMissingJob } from "./missingJob";
import { probeWhile } from "./probes/probeWhile";
import { watchStage, type WatchTimes } from "./watchStage";

/** How a wait ended, with the last that was seen of the job. */
export type WaitResult =
  | { readonly reached: true; readonly snapshot: JobSnapshot }
  | Unreached<JobSnapshot>
  | Unreached<undefined>;

/** A wait that ended before the job was what was waited for, perhaps before it was seen. */
interface Unreached<Snapshot> {
  readonly reached: false;
  readonly snapshot: Snapshot;
  readonly error: DispersedError;
  /** Whether the job costs more than it may. */
  readonly isOverPriced?: boolean;
  /** Whether it is proven that the service no longer knows the job. */
  readonly isGone?: boolean;
}

/**
 * Waits until the job has come as far as asked, has ended or is gone, or the time is over.
 *
 * @param lastKey name of the key that last saw the job; by default ours.
 */
export async function waitForJob(
  effects: ResourceEffects,
  uuid: string,
  goal: WaitGoal,
  timeoutMs: number,
  lastKey = currentKey(effects.api),
): Promise<WaitResult> {
  return new JobWait(effects, { uuid, goal, timeoutMs, lastKey }).run();
}

/** What is waited for. */
interface WaitRequest {
  readonly uuid: string;
  readonly goal: WaitGoal;
  readonly timeoutMs: number;
  readonly lastKey: string;
}

/** One wait: what was last seen of the job, and when a missing job was last checked. */
class JobWait {
  readonly #effects: ResourceEffects;
  readonly #request: WaitRequest;
  readonly #startMs: number;
  readonly #deadlineMs: number;
  #last: JobSnapshot | undefined;
  #checkedMs: number;

  constructor(effects: ResourceEffects, request: WaitRequest) {
    this.#effects = effects;
    this.#request = request;
    this.#startMs = effects.clock.monotonicMs();
    this.#checkedMs = this.#startMs;
    this.#deadlineMs = this.#startMs + request.timeoutMs;
  }

  async run(): Promise<WaitResult> {
    try {
      for (;;) {
        const decision = await this.#watch();
        if (decision === "again") continue;
        if (decision === "wait") return this.#unreached(this.#late());
        if (decision !== "reached") return this.#unreached(decision);
        const result = await this.#probe();
        if (result !== undefined) return result;
      }
    } catch (error) {
      return this.#unreached({ failed: cutShort(this.#request.uuid, error) });
    }
  }

  /** Watches until something is decided, or until the deadline, which leaves it at `wait`. */
  async #watch(): Promise<WaitDecision | "again"> {
    const { uuid, goal } = this.#request;
    const { decision, snapshot } = await watchStage(this.#effects, uuid, goal, this.#times());
    this.#last = snapshot ?? this.#last;
    return decision === "missing" ? this.#checkMissing() : decision;
  }

  async #checkMissing(): Promise<WaitDecision | "again"> {
    const { uuid, goal, lastKey } = this.#request;
    const found = await checkMissingJob(this.#effects, { uuid, lastKey });
    this.#checkedMs = this.#effects.clock.monotonicMs();
    switch (found.kind) {
      case "gone": {
        this.#effects.processJobs.markEnded(uuid);
        const { status, task } = this.#last?.job ?? {};
        return { failed: goneError(uuid, status, task), isGone: true };
      }
      case "refused":
        return { failed: found.error };
      case "unproven":
        return this.#isOver() ? this.#late({ isMissing: true }) : "again";
      case "alive": {
        this.#last = found.snapshot;
        const decision = decideWait(goal, { seen: true, value: found.snapshot });
        return decision === "wait" && !this.#isOver() ? "again" : decision;
      }
    }
  }

  /** A job that is ready is probed where that is asked for; `undefined`: the wait goes on. */
  async #probe(): Promise<WaitResult | undefined> {
    const { uuid, goal } = this.#request;
    const ready = this.#last;
    if (ready === undefined) return this.#unreached(this.#late());
    if (goal.probe === undefined || isEnded(ready.job.status)) {
      return { reached: true, snapshot: ready };
    }
    const probed = await probeWhile(this.#effects, goal.probe, ready, (noted, signal) => {
      const times = { ...this.#times(), whileReady: true };
      return watchStage({ ...this.#effects, signal }, uuid, goal, times, noted);
    });
    this.#last = probed.snapshot;
    if (probed.answered) return { reached: true, snapshot: probed.snapshot };
    // What ended the probing is decided by a poll of its own.
    return this.#isOver() ? this.#unreached(this.#late({ probed: probed.wrong })) : undefined;
  }

  #times(): WatchTimes {
    return { startMs: this.#startMs, deadlineMs: this.#deadlineMs, checkedMs: this.#checkedMs };
  }

  #isOver(): boolean {
    return this.#effects.clock.monotonicMs() >= this.#deadlineMs;
  }

  #late(facts: { probed?: string | undefined; isMissing?: boolean } = {}): FailedWait {
    const { uuid, goal, timeoutMs } = this.#request;
    return { failed: lateError(uuid, this.#last, goal, { timeoutMs, ...facts }) };
  }

  #unreached({ failed: error, ...facts }: FailedWait): WaitResult {
    return { reached: false, snapshot: this.#last, error, ...facts };
  }
}
