// Delete: cancels and waits for a terminal status. Deleting twice succeeds.
import { commands } from "../../api/config/hostWords";
import { recallPurchases } from "../purchase/interruptedPurchases";
import { cancelUntilEnded, type CancelTarget } from "../purchase/cancelJob";
import { contextOf } from "../schema/hiddenContext";
import type { ResourceEffects } from "../contract/effects";
import type { Properties } from "../schema/types";
import { explainFailure } from "../contract/explainFailure";
import { isLeftToOther } from "./otherHolder";
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
    else {
      if (!isOver(outputs)) {
        const target = cancelTargetOf(uuid, outputs);
        if (await isLeftToOther(effects, target, generationOf(outputs))) return;
        await endJob(effects, target, outputs);
      }
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

/** Whether the service has forgotten the job, and it had ended before: there is nothing left to ask. */
function isOver(outputs: Properties): boolean {
  const { purged, outcome } = readJobState(outputs);
  return purged === true && outcome !== "lost";
}

function cancelTargetOf(uuid: string, outputs: Properties): CancelTarget {
  const { key, timeouts } = contextOf(outputs);
  const { createdAt } = readJobState(outputs);
  const timeoutMs = durationMs(timeouts?.delete) ?? DELETE_TIMEOUT_MS;
  return { uuid, stack: markerOf(outputs)?.stack, lastKey: key, createdAt, timeoutMs };
}

async function endJob(
  effects: ResourceEffects,
  target: CancelTarget,
  outputs: Properties,
): Promise<void> {
  await cancelUntilEnded(effects, target);
  const marker = markerOf(outputs);
  const owner = marker === undefined ? undefined : ownerText(marker);
  effects.processJobs.markEnded(target.uuid, owner);
}
