// Probing a ready job again and again, while it is watched whether it stays ready. The watch is the
// poller's, which asks about all waiting jobs together: only the probes are a job's own.
import type { JobReads, OperationContext } from "../../contract/effects";
import { liveNodeUrls, type JobSnapshot } from "../../job/outputsFromApi";
import type { Probe } from "../../job/waitFor";

/** Pause between two probes of a port. */
const PAUSE_MS = 1_000;

/** What a phase of probing came to. */
export interface Probed {
  /** Whether the port answered as it should; otherwise the watch ended first. */
  readonly answered: boolean;
  /** The last that was seen of the job. */
  readonly snapshot: JobSnapshot;
  /** What was wrong with the last answer. */
  readonly wrong: string | undefined;
}

/**
 * Probes a port until it answers, or until the watch is over.
 *
 * @param watch watches the job, reports its observations, and ends when the job is no longer ready.
 */
export async function probeWhile(
  { clock, log, probe, signal }: OperationContext & JobReads,
  target: Probe,
  ready: JobSnapshot,
  watch: (noted: (snapshot: JobSnapshot) => void, signal: AbortSignal) => Promise<unknown>,
): Promise<Probed> {
  const over = new AbortController();
  const either = AbortSignal.any([signal, over.signal]);
  let snapshot = ready;
  let wrong: string | undefined;
  const probeUntilAnswered = async (): Promise<true> => {
    for (;;) {
      wrong = await probe(target, liveNodeUrls(snapshot), either);
      if (wrong === undefined) return true;
      log.status(wrong);
      await clock.sleep(PAUSE_MS, either);
    }
  };
  try {
    const watching = watch((seen) => (snapshot = seen), either).then(() => false);
    const answered = await Promise.race([probeUntilAnswered(), watching]);
    return { answered, snapshot, wrong };
  } finally {
    over.abort(new Error("the probing is over"));
  }
}
