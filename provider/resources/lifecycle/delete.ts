// Delete: cancels and waits for a terminal status. Deleting twice succeeds.
import { commands } from "../../api/config/hostWords";
import { holderText } from "../account/holders";
import { recallPurchases } from "../purchase/interruptedPurchases";
import { cancelUntilEnded } from "../purchase/cancelJob";
import { contextOf } from "../schema/hiddenContext";
import type { OperationContext, PurchaseRecords, ResourceEffects } from "../contract/effects";
import type { Properties } from "../schema/types";
import { explainFailure } from "../contract/explainFailure";
import { generationOf, uuidOf } from "./state";
import { requireOrigin } from "../contract/requireOrigin";
import { readJobState } from "../job/outputs";
import { markerOf } from "../job/marker";
import { DELETE_TIMEOUT_MS, durationMs } from "../job/settings";
import { ownerText } from "../job/marker";
import { findOverdueDuplicates, stillExpectedWords } from "../purchase/overdueDuplicates";
import { uuidOfUnconfirmed } from "./resolveUnconfirmed";

/** How a user tries again, and whether a duplicate may be cancelled. */
const ASKER = { again: `Run ${commands.destroy} again`, mayCancel: true };

/** Deletes a resource that is one job. */
export async function deleteJobResource(
  effects: ResourceEffects,
  id: string,
  outputs: Properties,
): Promise<void> {
  const { log, redact } = effects;
  const { name } = contextOf(outputs);
  try {
    requireOrigin(effects, outputs);
    const uuid = uuidOf(id, outputs) ?? (await uuidOfUnconfirmed(effects, id, outputs, ASKER));
    if (uuid === undefined) log.warn("no job was ever made for this resource: nothing to cancel");
    else if (isTakenOver(effects, uuid, outputs)) return;
    else await endJob(effects, uuid, outputs);
    if (uuid !== undefined) {
      effects.processJobs.recordDeleted(uuid);
      effects.journal.release(uuid);
    }
    const marker = markerOf(outputs);
    if (marker === undefined) return;
    const expected =
      uuid && (await findOverdueDuplicates(effects, { uuid, marker }, { mayCancel: true }));
    if (!expected) effects.journal.remove(ownerText(marker), marker.generation);
    else log.warn(stillExpectedWords(effects, uuid, expected));
    for (const line of recallPurchases(effects.journal, outputs)) log.warn(line);
  } catch (error) {
    const aftermath = "The state is unchanged.";
    throw explainFailure(error, { name, aftermath, storedKey: true, redact });
  }
}

async function endJob(effects: ResourceEffects, uuid: string, outputs: Properties): Promise<void> {
  const { processJobs } = effects;
  const { key, timeouts } = contextOf(outputs);
  // The service has forgotten it, and it had ended before: there is nothing left to ask.
  const { purged, outcome, createdAt } = readJobState(outputs);
  if (purged === true && outcome !== "lost") return;
  const timeoutMs = durationMs(timeouts?.delete) ?? DELETE_TIMEOUT_MS;
  const stack = markerOf(outputs)?.stack;
  await cancelUntilEnded(effects, { uuid, stack, lastKey: key, createdAt, timeoutMs });
  const marker = markerOf(outputs);
  processJobs.markEnded(uuid, marker === undefined ? undefined : ownerText(marker));
}

/** Whether the job now belongs to another resource, of this run or in the state. */
function isTakenOver(
  { journal, log, processJobs }: OperationContext & PurchaseRecords,
  uuid: string,
  outputs: Properties,
): boolean {
  const generation = generationOf(outputs);
  const takenFor = processJobs.claimedBy(uuid) ?? generation;
  const holder = journal.holderOf(uuid);
  // The engine may show the other resource to another process of the provider, or not at all.
  const isKnown = generation !== undefined && holder?.generation !== undefined;
  const isHeldByOther = isKnown && holder.generation !== generation;
  const isShared = isHeldByOther || processJobs.isSharedBy(uuid, generation);
  if (takenFor === generation && !isShared) return false;
  // The last resource that is deleted has no other to leave the job to.
  processJobs.releaseJob(uuid, generation);
  log.warn(
    `Job ${uuid} was not cancelled: ${isHeldByOther ? holderText(holder) : "another resource of this stack"} ` +
      "holds it by now. It is still billed, and is cancelled when that resource is deleted.",
  );
  return true;
}
