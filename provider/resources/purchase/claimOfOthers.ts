// Whether a job may be another resource's: what `adopt` and an import ask before they take one. Two
// resources must not hold one job: deleting one of them would end the other's.
import type { JobDetails } from "../../api/endpoints/jobs";
import type { ResourceEffects } from "../contract/effects";
import type { Holder } from "../account/holders";
import { holderInOtherBackend, wasKilled, type Journal } from "../account/journal";
import { isSameOwner, ownerText, readMarked, type Marker } from "../job/marker";

/** What speaks against taking a job: another resource holds it, or its marker is another resource's. */
export type OtherClaim =
  | { readonly by: "holder"; readonly holder: Holder }
  | { readonly by: "marker"; readonly words: string };

/** Who takes the job. */
export interface Taker {
  /** Its owner as markers have it. */
  readonly ours: Pick<Marker, "stack" | "resource">;
  /** The same without the namespace. */
  readonly owner: string | undefined;
  /**
   * Whether another resource of the same stack may hold the job too. A delete of that one leaves the
   * job alone when this run has seen both.
   */
  readonly mayShare: boolean;
}

/** Why a job may be another resource's; `undefined` where it is free. */
export function claimOfOthers(
  { api, journal }: Pick<ResourceEffects, "api" | "journal">,
  job: Pick<JobDetails, "uuid" | "description">,
  { ours, owner, mayShare }: Taker,
): OtherClaim | undefined {
  if (api.config.onOrphan === "ignore") return undefined;
  const here = journal.holderOf(job.uuid);
  // A job keeps its marker when its stack is renamed or its resource is moved: the journal knows better.
  if (here !== undefined && here.holder === owner) return undefined;
  const holder = here ?? holderInOtherBackend(journal, job.uuid);
  const { marker } = readMarked(job.description);
  const isMarkedElsewhere =
    marker !== undefined && !isSameOwner(marker, ours) && !isLeftBehind(journal, marker, ours);
  if (holder !== undefined) {
    const isInThisStack =
      here !== undefined &&
      (owner === undefined || stackHashOf(here.holder) === stackHashOf(owner));
    const isShared = mayShare && isInThisStack && !isMarkedElsewhere;
    return isShared ? undefined : { by: "holder", holder };
  }
  if (!isMarkedElsewhere) return undefined;
  const which = marker.stack === ours.stack ? "this" : "another";
  return { by: "marker", words: `carries the marker of another resource of ${which} stack` };
}

/**
 * Whether a run was killed before anybody heard of the job, and it was created for a resource like this
 * one in another stack: the user names it because the stack was renamed since.
 */
function isLeftBehind(
  journal: Pick<Journal, "entriesOf">,
  marker: Marker,
  ours: Taker["ours"],
): boolean {
  if (marker.resource !== ours.resource) return false;
  return journal
    .entriesOf(ownerText(marker))
    .some(
      (entry) =>
        entry.generation === marker.generation &&
        entry.place !== "other" &&
        entry.state === "posted" &&
        wasKilled(entry),
    );
}

function stackHashOf(owner: string): string | undefined {
  return owner.split(".")[0];
}
