// A `destroy` right after a killed run: the state does not have the job that the run requested, so the
// engine deletes the other resources and reports success. The journal knows better.
import type { OperationContext, PurchaseRecords, ServiceAccess } from "../contract/effects";
import { readJobState } from "../job/outputs";
import { isSameOwner, markerOf } from "../job/marker";
import { stackHash } from "../job/stackName";
import { contextOf } from "../schema/hiddenContext";
import { commands } from "../../api/config/hostWords";
import type { Properties } from "../schema/types";

/**
 * Warns of the purchases of killed runs for other resources of the stack that no run has accounted for.
 * No request is made.
 *
 * @param outputs of the resource that is deleted.
 * @param owner of it, without the namespace, where the host knows it better than the state.
 */
export function warnOfKilledPurchases(
  effects: ServiceAccess & OperationContext & PurchaseRecords,
  outputs: Properties,
  owner = contextOf(outputs).owner,
): void {
  const { api, interruptedJobs, journal, log, processJobs } = effects;
  const { namespace } = api.config;
  const marker = markerOf(outputs);
  // An import leaves neither a marker nor an owner in the state. The journal knows who holds the job.
  const holder = journal.holderOf(readJobState(outputs).uuid ?? "")?.holder;
  const [ours = ""] = (owner ?? holder ?? "").split(".");
  const stack = marker?.stack ?? stackHash(namespace, ours);
  // A create of this run takes over what the program still has.
  for (const { marker: theirs, entry } of interruptedJobs.leftByProgram(stack)) {
    const { generation, origin, state, uuid } = entry;
    // What was returned may be in the state, and is deleted later in this run.
    if (origin !== api.config.origin || state !== "posted") continue;
    // Of the resource itself its own delete says it.
    if (marker !== undefined && isSameOwner(theirs, marker)) continue;
    if (
      processJobs.isKnownPurchase(generation) ||
      !processJobs.isFirstWarning(uuid ?? generation)
    ) {
      continue;
    }
    log.warn(
      `An interrupted run requested ${uuid === undefined ? "a job" : `job ${uuid}`} for a resource ` +
        "that the state does not have. It may exist and be billed, and deleting the stack does not " +
        `end it. Run ${commands.orphans} to see it, and ${commands.sweep} to cancel it; or run ` +
        `${commands.up}, which takes it over, and then ${commands.destroy}.`,
    );
  }
}
