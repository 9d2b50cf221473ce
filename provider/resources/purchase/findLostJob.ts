// After a lost response: searches for the job's marker until it is known whether there is a job.
import { isDispersedError, errorMessage } from "../../api/errors/errors";
import { sentences } from "../../api/errors/sentences";
import type { ResourceEffects } from "../contract/effects";
import { requestSpan, type RequestTime } from "../account/requestTime";
import type { JobListSnapshot, MarkedJob } from "../account/sharedJobList";
import { isSameMarker, type Marker } from "../job/marker";
import { decidePurchaseAbsence, LAG_MS, type Absence, type SentOrder } from "./decideAbsence";

/** The result of a search for a purchase. */
export type LostJobSearch =
  { readonly kind: "found"; readonly jobs: readonly [MarkedJob, ...MarkedJob[]] } | Absence;

/** A purchase to find. */
export interface LostOrder extends RequestTime {
  readonly marker: Marker;
  readonly sent: SentOrder;
}

/** What a search needs. */
type SearchEffects = Pick<
  ResourceEffects,
  "api" | "jobList" | "clock" | "processJobs" | "observedJobs" | "signal"
>;

/** When to list, in milliseconds after the answer was lost. */
const LIST_SCHEDULE_MS = [0, 1_000, 2_000, 4_000, 8_000, 15_000, LAG_MS, 32_000, 34_000];
/** This many listings without it, including the last one, prove that there is no job. */
const REQUIRED_PROOFS = 3;
/** Tolerance for a slow clock of the service: the job still counts as new. */
export const LIST_MARGIN_MS = 3_600_000;

/** Looks for the job of a purchase whose answer was lost. */
export async function findLostJob(
  effects: SearchEffects,
  purchase: LostOrder,
): Promise<LostJobSearch> {
  const { clock, signal } = effects;
  const startMs = clock.monotonicMs();
  const results: Absence[] = [];
  for (const atMs of LIST_SCHEDULE_MS) {
    const pauseMs = startMs + atMs - clock.monotonicMs();
    if (pauseMs > 0) await clock.sleep(pauseMs, signal);
    // A timer may fire a little early.
    const elapsedMs = Math.max(atMs, clock.monotonicMs() - startMs);
    const result = await listForOrder(effects, purchase, () => elapsedMs);
    if (result.kind === "found") return result;
    results.push(result);
    if (atMs >= LAG_MS && decideAbsence(results).kind === "absent") break;
  }
  return decideAbsence(results);
}

/**
 * One listing for the job of a purchase.
 *
 * @param elapsedMs time between the lost response and the beginning of the listing, in milliseconds;
 * asked once the list has shown the service's clock. Left out where a refusal needs only one list request.
 */
export async function listForOrder(
  { api, jobList, processJobs, observedJobs }: Omit<SearchEffects, "clock" | "signal">,
  { marker, sent, ...time }: LostOrder,
  elapsedMs?: () => number,
): Promise<LostJobSearch> {
  const hasListedJobs = jobList.hasListedJobs();
  let snapshot: JobListSnapshot;
  try {
    snapshot = await jobList.list(requestSpan(time, api).fromMs - LIST_MARGIN_MS);
  } catch (error) {
    return { kind: "unknown", why: whyNoList(error) };
  }
  const [first, ...rest] = snapshot.jobs.filter((job) => isSameMarker(job.marker, marker));
  if (first !== undefined) return { kind: "found", jobs: [first, ...rest] };
  return decidePurchaseAbsence(snapshot, {
    sent,
    postedAtMs: time.postedAtMs,
    posted: requestSpan(time, api),
    elapsedMs: elapsedMs?.(),
    alive: observedJobs.alive(),
    hasListedJobs,
    firstListedMs: (uuid) => jobList.firstListedMs(uuid),
    isAccountedFor: (uuid) => processJobs.isAccountedFor(uuid),
  });
}

/** Absent when the last result and enough others say so. */
export function decideAbsence(results: readonly Absence[]): Absence {
  const absences = results.filter(({ kind }) => kind === "absent").length;
  const last = results.at(-1);
  if (last === undefined) return { kind: "unknown", why: "the jobs were not listed" };
  if (absences >= REQUIRED_PROOFS) return last;
  return (
    results.findLast(({ kind }) => kind === "unknown") ?? {
      kind: "unknown",
      why: "the jobs were not listed often enough",
    }
  );
}

function whyNoList(error: unknown): string {
  const isForbidden = isDispersedError(error) && (error.status === 401 || error.status === 403);
  const hint = isForbidden ? "The key needs the permission to list jobs." : "";
  return `the jobs cannot be listed: ${sentences(errorMessage(error), hint)}`;
}
