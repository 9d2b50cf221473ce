// Jobs that carry the marker of one purchase: those that its request made, and those that a person
// copied together with the description. Only the first may be cancelled without a question.
import type { JobDetails } from "../../api/endpoints/jobs";
import type { ResourceEffects } from "../contract/effects";
import { likelySpan, type RequestTime } from "../account/requestTime";
import type { MarkedJob } from "../account/sharedJobList";
import { goesOn } from "../job/status";
import { isSameMarker, ownerText, type Marker } from "../job/marker";
import { wasCreatedThen } from "./decideAbsence";

/** A purchase whose job is known. */
export interface AnsweredPurchase {
  readonly uuid: string;
  readonly marker: Marker;
  /** When the request was sent; `undefined` where the journal has to know. */
  readonly time?: RequestTime | undefined;
}

/** The other live jobs with the purchase's marker. What some resource holds is in neither list. */
export interface SortedDuplicates {
  readonly duplicates: readonly MarkedJob[];
  readonly copies: readonly MarkedJob[];
}

/** Distinguishes the jobs of one request from copies of them. */
export function sortDuplicates(
  { api, journal, processJobs }: Pick<ResourceEffects, "api" | "journal" | "processJobs">,
  { uuid: kept, marker, time }: AnsweredPurchase,
  jobs: readonly MarkedJob[],
): SortedDuplicates {
  const others = jobs.filter(
    (job) =>
      job.uuid !== kept &&
      goesOn(job.status) &&
      isSameMarker(job.marker, marker) &&
      // It may have been adopted since, in any backend.
      journal.holdersAnywhere(job.uuid).length === 0 &&
      !processJobs.isAccountedFor(job.uuid),
  );
  if (others.length === 0) return { duplicates: [], copies: [] };
  const sent =
    time ??
    journal
      .entriesOf(ownerText(marker))
      .find(({ generation, place }) => generation === marker.generation && place === "here");
  const isOfRequest = ({ createdAt }: MarkedJob): boolean =>
    sent !== undefined && wasCreatedThen(createdAt, likelySpan(sent, api)) === true;
  return {
    duplicates: others.filter(isOfRequest),
    copies: others.filter((job) => !isOfRequest(job)),
  };
}

/** The warning for a job that may be a copy. */
export function copyWords({ uuid, status }: Pick<JobDetails, "uuid" | "status">): string {
  return (
    `Job ${uuid} is ${status} and carries the marker of another job of this stack: somebody ` +
    "may have copied that job with its description. It was left alone and is still billed. " +
    "Cancel it in the console if you do not need it."
  );
}
