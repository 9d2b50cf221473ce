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
export function createDuplicateChecks(dependencies: DuplicateChecksDependencies): DuplicateChecks {
  return new SharedChecks(dependencies);
}

class SharedChecks implements DuplicateChecks {
  readonly #jobList: Pick<SharedJobList, "listNewest">;
  readonly #clock: Pick<Clock, "monotonicMs" | "sleep">;
  #openCreates = 0;
  /** Checks for which no list has been read yet. */
  #due: DuplicateCheck[] = [];
  /** Checks whose list is being read. */
  #running: Promise<void> = Promise.resolve();
  /** Ends the delay of the checks that are due. */
  #delay: AbortController | undefined;
  /** Ends the wait for another create to begin. */
  #grace: AbortController | undefined;
  #lastEndMs = -Infinity;

  constructor({ jobList, clock }: DuplicateChecksDependencies) {
    this.#jobList = jobList;
    this.#clock = clock;
  }

  begin(): Ending {
    this.#openCreates += 1;
    this.#grace?.abort();
    this.#grace = undefined;
    let isOpen = true;
    const end = async (): Promise<void> => {
      if (!isOpen) return;
      isOpen = false;
      await this.#endCreate();
    };
    return {
      finishWithCheck: (check) => {
        this.#due.push(check);
        return end();
      },
      end,
    };
  }

  async #endCreate(): Promise<void> {
    this.#openCreates -= 1;
    const nowMs = this.#clock.monotonicMs();
    const isBurst = nowMs - this.#lastEndMs <= BURST_MS;
    this.#lastEndMs = nowMs;
    const mayWait = this.#due.length > 0 && isBurst;
    if (this.#openCreates > 0 || (mayWait && (await this.#nextCreateBegins()))) this.#checkLater();
    else await this.#checkNow();
  }

  /** Whether another create begins in a moment. It will check for those that have ended. */
  async #nextCreateBegins(): Promise<boolean> {
    this.#grace ??= new AbortController();
    await this.#clock.sleep(NEXT_CREATE_GRACE_MS, this.#grace.signal).catch(() => undefined);
    return this.#openCreates > 0;
  }

  #checkLater(): void {
    if (this.#delay !== undefined || this.#due.length === 0) return;
    this.#delay = new AbortController();
    const checkNow = (): Promise<void> => this.#checkNow();
    this.#clock.sleep(CHECK_DELAY_MS, this.#delay.signal).then(checkNow, () => undefined);
  }

  /** Also waits for the checks that are running: the process may end after the last create. */
  #checkNow(): Promise<void> {
    this.#delay?.abort();
    this.#delay = undefined;
    const checks = this.#due;
    this.#due = [];
    if (checks.length > 0) {
      const both = Promise.all([this.#running, runChecks(this.#jobList, checks)]);
      this.#running = both.then(() => undefined);
    }
    return this.#running;
  }
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
