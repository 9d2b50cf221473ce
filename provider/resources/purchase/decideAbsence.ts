// When a listing proves that a purchase made no job. A wrong answer here buys a second one, so the
// listing has to reach far enough back, to be no older than it seems, and to hold nothing that could
// be the job without its marker. Pure.
import { creationSpan, isCreatedBefore } from "../../api/endpoints/createdAt";
import type { JobDetails } from "../../api/endpoints/jobs";
import type { RequestSpan } from "../account/requestTime";
import type { JobListSnapshot } from "../account/sharedJobList";
import { HARDWARE_INPUTS } from "../job/settings";
import { isEnded } from "../job/status";
import { readMarked } from "../job/marker";

/** What was ordered, as far as a job that lost its marker would show it. */
export interface SentOrder {
  /** `undefined` where a recipe says it, or an order that is not known any more. */
  readonly title: string | undefined;
  readonly hardware: Partial<Pick<JobDetails, (typeof HARDWARE_INPUTS)[number]>>;
  /** The whole description with its marker; `undefined` where it is not known any more. */
  readonly description: string | undefined;
}

/** A job that the service has shown alive to this process. */
export interface LiveJob {
  readonly uuid: string;
  readonly createdAt?: string | undefined;
}

/** What the decision depends on besides the listing. */
export interface AbsenceQuestion {
  readonly sent: SentOrder;
  /** When the request was sent, by our clock; Unix time in milliseconds. */
  readonly postedAtMs: number;
  /** The same by the service's clock. */
  readonly posted: RequestSpan;
  /** Time since the response was lost; `undefined` where a refusal needs only one list request. */
  readonly elapsedMs: number | undefined;
  /** Jobs that the service has shown alive to this process. */
  readonly alive: readonly LiveJob[];
  /** Whether an earlier listing of this process showed any job. */
  readonly hasListedJobs: boolean;
  /** When a listing that showed the job for the first time began, Unix time. */
  readonly firstListedMs: (uuid: string) => number | undefined;
  /** Whether it is known whose a job is: this process's, a state's, or that of its marker. */
  readonly isAccountedFor: (uuid: string) => boolean;
}

/** What a listing without the job says. */
export type Absence =
  /** Proven: the request made no job. */
  | { readonly kind: "absent" }
  /** It is unknown. */
  | { readonly kind: "unknown"; readonly why: string };

/** A list without a newer job on it may be as old as this. */
export const LAG_MS = 30_000;
/** How much older than its request a job may appear by the service's clock. */
export const CLOCK_MARGIN_MS = 5 * 60_000;
/** An older request is no longer in flight. */
export const LATEST_ARRIVAL_MS = 10 * 60_000;

/** Decides what a listing without the purchase's marker proves. */
export function decidePurchaseAbsence(
  snapshot: JobListSnapshot,
  question: AbsenceQuestion,
): Absence {
  if (!snapshot.isCovering) return unknown("the list of jobs was not complete");
  if (snapshot.listed.length === 0 && question.hasListedJobs) {
    return unknown("the list of jobs is empty, and was not before");
  }
  const missing = missingOf(snapshot, question);
  if (missing !== undefined) {
    return unknown(`the list of jobs does not show job ${missing}, which is alive`);
  }
  const alike = similarJobsOf(snapshot, question);
  if (alike.length > 0) {
    const which = alike.map(({ uuid }) => uuid).join(", ");
    return unknown(
      `the list of jobs shows ${which} without a marker, which may be it: if so, set ` +
        `\`adopt: "${alike[0]?.uuid ?? ""}"\``,
    );
  }
  const { elapsedMs } = question;
  if (elapsedMs === undefined || elapsedMs >= LAG_MS || showsNewer(snapshot, question)) {
    return { kind: "absent" };
  }
  return unknown("the list of jobs may still lag behind");
}

/** A live job that is not listed, although younger jobs are, or because no job is listed. */
function missingOf(
  { listed, isWhole }: JobListSnapshot,
  { alive, posted }: AbsenceQuestion,
): string | undefined {
  const uuids = new Set(listed.map(({ uuid }) => uuid));
  const expected = alive.filter(
    ({ createdAt }) => isWhole || !isCreatedBefore(createdAt, posted.fromMs - DAY_MS),
  );
  const missing = expected.filter(({ uuid }) => !uuids.has(uuid));
  const newestMs = Math.max(
    ...expected.flatMap(({ uuid, createdAt }) =>
      uuids.has(uuid) ? [creationSpan(createdAt)?.fromMs ?? -Infinity] : [],
    ),
  );
  // Where none of them is listed, even the youngest is missed.
  const isShort = missing.length === expected.length;
  return missing.find(
    ({ createdAt }) => isShort || (creationSpan(createdAt)?.untilMs ?? -Infinity) <= newestMs,
  )?.uuid;
}

const DAY_MS = 24 * 3_600_000;

/** Whether the listing is younger than the request: it shows a job that was created after it. */
function showsNewer(
  { listed }: JobListSnapshot,
  { firstListedMs, postedAtMs, posted }: AbsenceQuestion,
): boolean {
  return listed.some(({ uuid, createdAt }) => {
    // The service's clock may be ahead, so a job that was listed before the request is not newer.
    const isNews = (firstListedMs(uuid) ?? Infinity) >= postedAtMs;
    const createdMs = creationSpan(createdAt)?.fromMs ?? -Infinity;
    return isNews && createdMs >= posted.untilMs;
  });
}

/** Live jobs that could be the purchase's, had the service cut or dropped the description. */
function similarJobsOf(
  { listed }: JobListSnapshot,
  { sent, isAccountedFor, posted }: AbsenceQuestion,
): readonly JobDetails[] {
  const { title, description } = sent;
  // A marker that came back in a description of this length shows that the service does not cut
  // ours.
  const length = description?.length ?? Infinity;
  const keepsMarkers = listed.some(
    (job) =>
      isAccountedFor(job.uuid) &&
      readMarked(job.description).marker !== undefined &&
      (job.description?.length ?? 0) >= length,
  );
  if (keepsMarkers) return [];
  return listed.filter((job) => {
    if (isEnded(job.status) || isAccountedFor(job.uuid)) return false;
    if (readMarked(job.description).marker !== undefined) return false;
    const isThen = wasCreatedThen(job.createdAt, posted) ?? true;
    const isSameTitle = title === undefined || job.title === undefined || mayMean(job.title, title);
    const isSameHardware = HARDWARE_INPUTS.every((name) => {
      const [wanted, is] = [sent.hardware[name], job[name]];
      if (wanted === undefined || is === undefined) return true;
      // A service may round the least that was asked for up.
      const isLeast = name.startsWith("min") && typeof is === "number";
      return isLeast && typeof wanted === "number" ? is >= wanted : mayMean(is, wanted);
    });
    return isThen && isSameTitle && isSameHardware && mayBeOf(job.description, description);
  });
}

/**
 * Whether a job's creation fits a request that was sent in this span; `undefined` where the service does
 * not say when the job was created, or nobody can tell when the request was sent.
 */
export function wasCreatedThen(
  createdAt: string | undefined,
  sent: RequestSpan | undefined,
): boolean | undefined {
  const span = creationSpan(createdAt);
  if (span === undefined || sent === undefined) return undefined;
  const isEarlyEnough = span.fromMs <= sent.untilMs + LATEST_ARRIVAL_MS;
  return isEarlyEnough && span.untilMs > sent.fromMs - CLOCK_MARGIN_MS;
}

/**
 * Whether the service may write one value for the other. It may know a GPU by a longer name, trim a title, change
 * its case or have no letters for it: only what is surely another one proves that a job is another.
 */
function mayMean(is: unknown, sent: unknown): boolean {
  if (typeof is !== "string" || typeof sent !== "string") return is === sent;
  if (/[^\x20-\x7e]/.test(sent)) return true;
  const wordsOf = (text: string): readonly string[] =>
    text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  const [told, wanted] = [wordsOf(is), wordsOf(sent)];
  const isNumbered = (word: string): boolean => /\p{N}/u.test(word) && wanted.includes(word);
  const [all, some] = [told.join(" "), wanted.join(" ")];
  return all.includes(some) || some.includes(all) || told.some(isNumbered);
}

/** Whether a description may be what the service made of the one that was sent: cut, dropped, or escaped. */
function mayBeOf(is: string | undefined, sent: string | undefined): boolean {
  if (is === undefined || is.trim() === "") return true;
  const { marker } = readMarked(sent);
  if (marker !== undefined && is.includes(marker.generation)) return true;
  const rest = is.replace(/(…|\.\.\.)$/, "");
  return sent === undefined || (sent.startsWith(rest) && rest.length < sent.length);
}

function unknown(why: string): Absence {
  return { kind: "unknown", why };
}
