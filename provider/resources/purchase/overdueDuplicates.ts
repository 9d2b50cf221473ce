// A request that was sent twice by a run that could not check the result of both, or whose job is unknown and
// was replaced by one that the user named. The next operation on the resource searches for the second job.
import { commands } from "../../api/config/hostWords";
import { errorMessage } from "../../api/errors/errors";
import { sentences } from "../../api/errors/sentences";
import type { ResourceEffects } from "../contract/effects";
import type { Properties } from "../schema/types";
import { isOtherKey } from "../account/confirmGone";
import { cancelDuplicates } from "./cancelDuplicates";
import { readJobState } from "../job/outputs";
import { formatDuration } from "../schema/duration";
import type { Journal, KnownEntry } from "../account/journal";
import { readClocks, requestAgeMs, requestSpan, type RequestTime } from "../account/requestTime";
import { markerOf, ownerText, type Marker } from "../job/marker";
import { LATEST_ARRIVAL_MS } from "./decideAbsence";
import { LIST_MARGIN_MS } from "./findLostJob";
import { copyWords, sortDuplicates } from "./sameRequest";

/** The job that a resource has. */
export interface KeptJob {
  readonly uuid: string;
  readonly marker: Marker;
}

/** The entry of a request that was sent twice, while the result of both is unknown. */
function doubledRequest(
  journal: Pick<Journal, "entriesOf">,
  marker: Marker,
): KnownEntry | undefined {
  return journal
    .entriesOf(ownerText(marker))
    .find(
      ({ generation, isSentTwice, place }) =>
        generation === marker.generation && isSentTwice === true && place !== "other",
    );
}

/**
 * Looks for a second job of the same request. It is cancelled, or named where nothing may be changed.
 *
 * @returns the journal's entry while a second job may still come.
 * @throws DispersedError when the list cannot be read.
 */
export async function findOverdueDuplicates(
  effects: ResourceEffects,
  kept: KeptJob,
  { mayCancel }: { readonly mayCancel: boolean },
): Promise<KnownEntry | undefined> {
  const { api, jobList, journal, log, processJobs } = effects;
  const entry = doubledRequest(journal, kept.marker);
  if (entry === undefined) return undefined;
  const { jobs, isCovering } = await jobList.list(requestSpan(entry, api).fromMs - LIST_MARGIN_MS);
  const purchase = { ...kept, time: entry };
  let areEnded: boolean;
  if (mayCancel) areEnded = await cancelDuplicates(effects, purchase, jobs);
  else {
    const { duplicates, copies } = sortDuplicates(effects, purchase, jobs);
    for (const copy of copies) {
      if (processJobs.isFirstWarning(copy.uuid)) log.warn(copyWords(copy));
    }
    for (const { uuid, status } of duplicates) {
      log.warn(
        `Job ${uuid} (${status}) was created for the same resource as job ${kept.uuid}, and is billed ` +
          `too. No state has it. Cancel it with ${commands.sweep} or in the console.`,
      );
    }
    areEnded = duplicates.length === 0;
  }
  const isProof = isCovering && !isOtherKey(api, entry.key);
  const isOver = isProof && requestAgeMs(entry, readClocks(effects)) >= LATEST_ARRIVAL_MS;
  if (!isOver || !areEnded) return entry;
  journal.sentTwice(ownerText(kept.marker), entry.generation, false);
  return undefined;
}

/** The same for an operation that must not fail because of it. */
export async function tryFindOverdueDuplicates(
  effects: ResourceEffects,
  kept: KeptJob,
  may: { readonly mayCancel: boolean },
): Promise<KnownEntry | undefined> {
  try {
    return await findOverdueDuplicates(effects, kept, may);
  } catch (error) {
    effects.log.warn(sentences(doubledWords(kept.uuid), errorMessage(error)));
    return doubledRequest(effects.journal, kept.marker);
  }
}

/** What the journal says of such a request of the job in a state. No request is made. */
export function recallDoubledRequest(journal: Journal, outputs: Properties): readonly string[] {
  const marker = markerOf(outputs);
  if (marker === undefined || doubledRequest(journal, marker) === undefined) return [];
  return [
    `${doubledWords(readJobState(outputs).uuid ?? "")} Run ${commands.refresh} to look for a second one.`,
  ];
}

/** The message for a request whose second job has not been searched for. */
function doubledWords(uuid: string): string {
  return `Whether the resource with job ${uuid} made a second job is not known: an answer was lost.`;
}

/** What a delete says when a second job may still come. */
export function stillExpectedWords(
  effects: Pick<ResourceEffects, "api" | "clock">,
  uuid: string,
  time: RequestTime,
): string {
  const leftMs = LATEST_ARRIVAL_MS - requestAgeMs(time, readClocks(effects));
  const when = leftMs > 0 ? `in ${formatDuration(leftMs)}` : "later";
  return `${doubledWords(uuid)} Run ${commands.orphans} ${when} to see.`;
}
