// One purchase: what is ordered, how it is sent, and what its answer means.
import type { JobDetails } from "../api/endpoints/jobs";
import type { JobOverrides } from "../api/endpoints/jobSpec";
import type { OfferFilter } from "../api/endpoints/offers";
import { isDispersedError } from "../api/errors";
import type { JsonObject } from "../api/json";
import { isSameOwner, readMarked, type Marker } from "./marker";

/** An order that can be sent. */
export interface Purchase {
  /** The order without its description's marker: what the marker's spec is a hash of. */
  readonly body: JsonObject;
  /** What stands in front of the marker. */
  readonly description: string | undefined;
  /** What the inputs say of the job. */
  readonly wanted: JobOverrides;
  /** The recipe that is cooked, in lower case; none for a job that is described whole. */
  readonly recipeUuid?: string;
  /** What a node has to have; with what a recipe adds. */
  readonly hardware: OfferFilter & { readonly maxNodeCount?: number | undefined };
  /**
   * Sends the order, once. Paid from then on.
   *
   * @param mayRespell asked before a refused signature makes it go out once more.
   */
  submit(description: string, mayRespell: () => Promise<boolean>): Promise<JobDetails>;
}

/** What became of a purchase. */
export type PurchaseOutcome =
  /** The job is there. `isMarked`: the answer repeats the marker whole. */
  | { readonly kind: "made"; readonly job: JobDetails; readonly isMarked: boolean }
  /** The server did nothing, and never will. */
  | { readonly kind: "refused"; readonly error: unknown }
  /** Refused in a way that something between us and the server may have caused: one look. */
  | { readonly kind: "doubtful"; readonly error: unknown }
  /** Nobody knows. */
  | { readonly kind: "ambiguous"; readonly error: unknown };

/** Sends a purchase and says what became of it. Never throws. */
export async function send(
  purchase: Purchase,
  description: string,
  mayRespell: () => Promise<boolean>,
): Promise<PurchaseOutcome> {
  try {
    return judgeAnswer(await purchase.submit(description, mayRespell), description);
  } catch (error) {
    return judgeError(error);
  }
}

/** An answer about a job; somebody else's job is no answer to us. */
export function judgeAnswer(job: JobDetails, description: string): PurchaseOutcome {
  const sent = readMarked(description).marker;
  const { marker } = readMarked(job.description);
  if (marker === undefined || sent === undefined) return { kind: "made", job, isMarked: false };
  if (isSameMarker(marker, sent)) return { kind: "made", job, isMarked: true };
  return { kind: "ambiguous", error: new Error(`the answer is about another job, ${job.uuid}`) };
}

/** An error of a purchase. */
export function judgeError(error: unknown): PurchaseOutcome {
  if (!isDispersedError(error)) return { kind: "ambiguous", error };
  if (error.kind === "ambiguous") return { kind: "ambiguous", error };
  const { status } = error;
  const isDoubtful = status !== undefined && (status === 401 || (status >= 300 && status < 400));
  return { kind: isDoubtful ? "doubtful" : "refused", error };
}

/** Whether two markers are of the same purchase. */
export function isSameMarker(a: Marker, b: Marker): boolean {
  return isSameOwner(a, b) && a.generation === b.generation;
}
