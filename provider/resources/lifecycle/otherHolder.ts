// Whether a job is left to another resource that holds it too. Nobody says so when a resource leaves a
// state without a delete, so a note of an earlier run about another holder is a reason for a delete to
// ask. Every other end leaves such a job alone: the resource stays in the state, and can end it later.
import { commands } from "../../api/config/hostWords";
import { DispersedError } from "../../api/errors/errors";
import { holderText, isSameResource, type Holder } from "../account/holders";
import type { PurchaseRecords, ResourceEffects } from "../contract/effects";
import { readStatus, type CancelTarget } from "../purchase/cancelJob";
import { goesOn } from "../job/status";

/** What is known of the others that may hold the job of a resource that is deleted. */
export interface HolderFacts {
  /** Generation of the resource that is deleted; absent where its outputs do not tell it. */
  readonly generation: string | undefined;
  /** The generation that a create of this run bought or adopted the job for. */
  readonly claimedBy: string | undefined;
  /** Whether a state has shown this process another resource with the job. */
  readonly isShared: boolean;
  /** Generation of the resource that held the job when this machine last saw it. */
  readonly lastHolder: string | undefined;
  /** Whether a state has shown another process of this run that resource with the job. */
  readonly isLastHolderSeen: boolean;
}

/**
 * Decides what becomes of the job: it is ended, it is left to another resource of this run, or only an
 * earlier run knows of another one (`unseen`).
 */
export function decideHolder(facts: HolderFacts): "end" | "leave" | "unseen" {
  const { generation, claimedBy, isShared, lastHolder, isLastHolderSeen } = facts;
  if (claimedBy !== undefined && claimedBy !== generation) return "leave";
  if (isShared) return "leave";
  if (lastHolder === undefined || lastHolder === generation) return "end";
  return isLastHolderSeen ? "leave" : "unseen";
}

/** The engine works on several resources at once: in this time it shows them all. */
export const SHOWN_WITHIN_MS = 2_000;

/**
 * Whether the job belongs to another resource by now, and goes on.
 *
 * @param target the job.
 * @param generation of the resource that is deleted.
 * @throws DispersedError where the other resource may not exist any more: nothing was changed.
 */
export async function isLeftToOther(
  effects: ResourceEffects,
  target: CancelTarget,
  generation: string | undefined,
): Promise<boolean> {
  const { clock, journal, signal } = effects;
  const { uuid } = target;
  const decide = (): ReturnType<typeof decideHolder> =>
    decideHolder(holderFacts(effects, uuid, generation));
  let decision = decide();
  if (decision === "unseen") {
    const status = await readStatus(effects, target);
    if (status === undefined || !goesOn(status)) return false;
    await clock.sleep(SHOWN_WITHIN_MS, signal);
    decision = decide();
  }
  if (decision === "end") return false;
  const holder = otherHolder(journal.holderOf(uuid), generation);
  if (decision === "unseen") throw unseenError(uuid, holder);
  leave(effects, uuid, generation);
  effects.log.warn(
    `Job ${uuid} was not cancelled: ${holder === undefined ? "another resource of this stack" : holderText(holder)} ` +
      "holds it by now. It is billed for as long as it runs, and is cancelled when that resource is deleted.",
  );
  return true;
}

/** A resource that is about to end its job, though it is not deleted. */
export interface EndingResource {
  readonly uuid: string;
  readonly generation: string | undefined;
  /** Its owner, without the namespace. */
  readonly owner: string | undefined;
}

/**
 * Leaves a job to another resource that holds it too. An end that is no delete, such as that of an expired
 * job, must not happen while there is one.
 *
 * @param noted who held the job when it was last seen, before this resource took it.
 * @returns the other resource as messages name it; `undefined` where none is known.
 */
export function leaveToOther(
  { journal, processJobs }: PurchaseRecords,
  { uuid, generation, owner = "" }: EndingResource,
  noted: Holder | undefined = journal.holderOf(uuid),
): string | undefined {
  // A state may not have shown the other one yet, and this one's note has taken the place of its note.
  const other = [noted, processJobs.earlierHolderOf(uuid)].find(
    (one) => one !== undefined && !isSameResource(one, { holder: owner, generation }),
  );
  if (other !== undefined) {
    // The note of this resource took the place of the other one's, which the next run needs.
    processJobs.recordHeld(uuid, other);
    return holderText(other);
  }
  return processJobs.isSharedInRun(uuid, generation) ? "another resource of this stack" : undefined;
}

function holderFacts(
  { journal, processJobs }: PurchaseRecords,
  uuid: string,
  generation: string | undefined,
): HolderFacts {
  const lastHolder = journal.holderOf(uuid)?.generation;
  return {
    generation,
    claimedBy: processJobs.claimedBy(uuid),
    isShared: processJobs.isSharedBy(uuid, generation),
    lastHolder,
    isLastHolderSeen:
      lastHolder !== undefined && processJobs.isHeldInOtherProcess(uuid, lastHolder),
  };
}

/** A resource gives up its job: the last one that is deleted has no other to leave it to. */
function leave(
  { journal, processJobs }: PurchaseRecords,
  uuid: string,
  generation: string | undefined,
): void {
  processJobs.releaseJob(uuid, generation);
  const noted = journal.holderOf(uuid);
  // `dispersed sweep` still has to know the stack; which of its resources has the job is open.
  if (noted?.generation !== undefined && noted.generation === generation) {
    processJobs.recordHeld(uuid, { ...noted, generation: undefined });
  }
}

function otherHolder(
  holder: Holder | undefined,
  generation: string | undefined,
): Holder | undefined {
  const isOther = holder?.generation !== undefined && holder.generation !== generation;
  return isOther ? holder : undefined;
}

/** The error where nobody can tell whether another resource still holds the job. */
function unseenError(uuid: string, holder: Holder | undefined): DispersedError {
  return new DispersedError(
    "validation",
    `Job ${uuid} was not cancelled and is still billed: ${holderText(holder ?? {})} held it when this ` +
      "machine last saw the job, and this run has not seen that resource. If that resource still " +
      `exists, it keeps the job: remove this one from the state with ${commands.stateDelete}. If it ` +
      "does not exist any more, cancel the job in the console, and run the command again.",
  );
}
