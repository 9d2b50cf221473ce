// One purchase: what is ordered, how it is sent, and what its answer means.
import { isCreatedBefore } from "../../api/endpoints/createdAt";
import type { JobDetails, Sending } from "../../api/endpoints/jobs";
import type { JobOverrides } from "../../api/endpoints/jobSpec";
import type { OfferFilter } from "../../api/endpoints/offers";
import { isDispersedError } from "../../api/errors/errors";
import type { JsonObject } from "../../api/json";
import type { Properties } from "../schema/types";
import { isSameMarker, readMarked, withMarker, type Marker } from "../job/marker";
import { CLOCK_MARGIN_MS, type SentOrder } from "./decideAbsence";
import type { RequestTime } from "../account/requestTime";
import type { LostOrder } from "./findLostJob";

/** An order that can be sent. */
export interface Purchase {
  /** The order without the marker in its description: the marker's spec is a hash of it. */
  readonly body: JsonObject;
  /** The text before the marker. */
  readonly description: string | undefined;
  /** What the inputs say of the job. */
  readonly wanted: JobOverrides;
  /** The recipe that is cooked, in lower case; none for a job that is described whole. */
  readonly recipeUuid?: string;
  /** What a node has to have; with what a recipe adds. */
  readonly hardware: OfferFilter & { readonly maxNodeCount?: number | undefined };
  /** Whether a recipe that was not read decides on how many nodes the job may run. */
  readonly isNodeCountOpen?: boolean;
  /**
   * Sends the order once. The job is billed from then on.
   *
   * @param asking `allowVariant`: asked before a refused signature makes it go out once more;
   * `beforeAttempt`: called when it is about to leave; may throw to keep it.
   */
  submit(
    description: string,
    asking: Required<Pick<Sending, "allowVariant" | "beforeAttempt">>,
  ): Promise<JobDetails>;
}

/** What became of a purchase. */
export type PurchaseOutcome =
  /** The job is there. `isMarked`: the answer repeats the marker whole. */
  | { readonly kind: "made"; readonly job: JobDetails; readonly isMarked: boolean }
  /** The response is about a job that existed before and is not ours. */
  | { readonly kind: "foreign"; readonly job: JobDetails }
  /** The server did nothing, and will do nothing. */
  | { readonly kind: "refused"; readonly error: unknown }
  /** Refused in a way that a proxy on the path may have caused: one list request decides. */
  | { readonly kind: "doubtful"; readonly error: unknown }
  /** The outcome is unknown. */
  | { readonly kind: "ambiguous"; readonly error: unknown };

/** The facts for a decision about a response. */
export interface AnswerFacts {
  /** The description that was sent, with its marker. */
  readonly description: string;
  /** When the request was sent, Unix time in ms; by the service's clock, where that is behind ours. */
  readonly postedAtMs: number;
  /** Whether a listing showed the job before the request was sent. */
  readonly wasListed: (uuid: string) => boolean;
  /** Whether this run knows the job as another resource's. */
  readonly isAnothers: (uuid: string) => boolean;
}

/** A response with a job. Another resource's job is not the response to this request. */
export function classifyCreateResponse(job: JobDetails, facts: AnswerFacts): PurchaseOutcome {
  const sent = readMarked(facts.description).marker;
  const { marker } = readMarked(job.description);
  if (facts.isAnothers(job.uuid)) return { kind: "foreign", job };
  if (marker === undefined || sent === undefined) {
    const isOld = isCreatedBefore(job.createdAt, facts.postedAtMs - CLOCK_MARGIN_MS);
    if (isOld || facts.wasListed(job.uuid)) return { kind: "foreign", job };
    return { kind: "made", job, isMarked: false };
  }
  if (isSameMarker(marker, sent)) return { kind: "made", job, isMarked: true };
  return { kind: "ambiguous", error: new Error(`the answer is about another job, ${job.uuid}`) };
}

/** An error of a purchase. A refusal is believed at once only in the API's own form. */
export function classifyCreateError(error: unknown): PurchaseOutcome {
  if (!isDispersedError(error)) return { kind: "ambiguous", error };
  const { kind, status = 0, fromApi } = error;
  // The API reports a conflict: with a title, or with an equal request.
  const isConflict = status === 409 && fromApi;
  if (kind === "ambiguous" && !isConflict) return { kind: "ambiguous", error };
  const isProxys = status === 401 || isIn(status, 300) || (isIn(status, 400) && !fromApi);
  return { kind: isProxys || isConflict ? "doubtful" : "refused", error };
}

/** Whether a status is of a class such as 4xx. */
function isIn(status: number, hundred: number): boolean {
  return status >= hundred && status < hundred + 100;
}

/** What a resource wants. */
export interface Order {
  readonly purchase: Purchase;
  readonly marker: Marker;
  readonly inputs: Properties;
  /** The last check before a purchase; throws to refuse it. */
  readonly approve: () => Promise<void>;
}

/** What a job of this purchase would look like, with and without its marker. */
export function sentOrder({ wanted, description }: Purchase, marker: Marker): SentOrder {
  return {
    title: wanted.title,
    hardware: wanted,
    description: withMarker(description, marker),
  };
}

/**
 * What the job of an earlier purchase would show; of another order only its description is likely.
 */
export function earlierOrder(purchase: Purchase, marker: Marker, earlier: Marker): SentOrder {
  const sent = sentOrder(purchase, earlier);
  return earlier.spec === marker.spec ? sent : { ...sent, title: undefined, hardware: {} };
}

/** What to look for if the response to a request of this time is lost. */
export function lostOrderOf(purchase: Purchase, marker: Marker, time: RequestTime): LostOrder {
  return { ...time, marker, sent: sentOrder(purchase, marker) };
}
