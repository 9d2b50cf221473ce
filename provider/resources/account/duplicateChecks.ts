// The check at the end of every create. Concurrent creates share it: many checks of a long list
// would cost more than the creates themselves.
import type { Clock } from "../../api/clock";
import type { SharedJobList, MarkedJob } from "./sharedJobList";

/** A check at the end of a create. Neither function ever throws. */
export interface DuplicateCheck {
  /** The job that the create ended with. */
  readonly uuid: string;
  /** Receives the jobs that were created at about the same time. */
  judge(jobs: readonly MarkedJob[]): Promise<void>;
  /** The check did not run. */
  failed(error: unknown): void;
}

/** A create that will ask for its last check, or end without one. */
export interface Ending {
  /** Resolves at once where another create is still running, which will check for both. */
  finishWithCheck(last: DuplicateCheck): Promise<void>;
  /** To be called in any case. */
  end(): Promise<void>;
}

/** The duplicate checks of a process. */
export interface DuplicateChecks {
  /** A create begins. */
  begin(): Ending;
}

/** What they need. */
export interface DuplicateChecksDependencies {
  readonly jobList: Pick<SharedJobList, "listNewest">;
  readonly clock: Pick<Clock, "monotonicMs" | "sleep">;
}

/** How long a check is delayed for creates that still run. A duplicate is billed for as long. */
const CHECK_DELAY_MS = 10_000;
/** Creates that end within this time of each other belong to a large stack. */
const BURST_MS = 1_000;
/**
 * How long the last of them waits for the next one to begin. The engine writes its state between
 * two creates, which takes a while for a large stack.
 */
const NEXT_CREATE_GRACE_MS = 250;

/** Creates the duplicate checks of a process. */
export function createDuplicateChecks({
  jobList,
  clock,
}: DuplicateChecksDependencies): DuplicateChecks {
  let open = 0;
  let due: DuplicateCheck[] = [];
  let running: Promise<void> = Promise.resolve();
  let alarm: AbortController | undefined;
  let lastEndMs = -Infinity;
  let cancelWait: AbortController | undefined;

  const checkNow = (): Promise<void> => {
    alarm?.abort();
    alarm = undefined;
    const checks = due;
    due = [];
    if (checks.length > 0)
      running = Promise.all([running, runChecks(jobList, checks)]).then(() => undefined);
    // The last of all waits for the others too, because the process may end after it.
    return running;
  };
  const checkLater = (): void => {
    if (alarm !== undefined || due.length === 0) return;
    alarm = new AbortController();
    clock.sleep(CHECK_DELAY_MS, alarm.signal).then(checkNow, () => undefined);
  };

  /** Whether another create starts in a moment, and will check for those that have ended. */
  const nextCreateStarted = async (): Promise<boolean> => {
    cancelWait ??= new AbortController();
    await clock.sleep(NEXT_CREATE_GRACE_MS, cancelWait.signal).catch(() => undefined);
    return open > 0;
  };

  return {
    begin() {
      let isOpen = true;
      open += 1;
      cancelWait?.abort();
      cancelWait = undefined;
      const close = async (): Promise<void> => {
        if (!isOpen) return;
        isOpen = false;
        open -= 1;
        const nowMs = clock.monotonicMs();
        const isBurst = nowMs - lastEndMs <= BURST_MS;
        lastEndMs = nowMs;
        const mayWait = due.length > 0 && isBurst;
        if (open > 0 || (mayWait && (await nextCreateStarted()))) checkLater();
        else await checkNow();
      };
      return {
        finishWithCheck(last) {
          due.push(last);
          return close();
        },
        end: close,
      };
    },
  };
}

/** One listing for all of them. */
async function runChecks(
  jobList: Pick<SharedJobList, "listNewest">,
  checks: readonly DuplicateCheck[],
): Promise<void> {
  try {
    const jobs = await jobList.listNewest(checks.map(({ uuid }) => uuid));
    await Promise.all(checks.map((last) => last.judge(jobs)));
  } catch (error) {
    for (const last of checks) last.failed(error);
  }
}
