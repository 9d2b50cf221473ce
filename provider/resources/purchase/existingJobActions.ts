// Acts on the jobs that carry a resource's owner, and says so in messages.
import { commands, settingText } from "../../api/config/hostWords";
import type { OnOrphan } from "../../api/config/config";
import type { JobDetails } from "../../api/endpoints/jobs";
import { DispersedError } from "../../api/errors/errors";
import { cancelUntilEnded } from "./cancelJob";
import type { ResourceEffects } from "../contract/effects";
import { cancelUnwanted } from "./cancelDuplicates";
import { currentKey } from "../account/confirmGone";
import { DELETE_TIMEOUT_MS } from "../job/settings";
import { isEnded } from "../job/status";
import type { FoundJob, ExistingJobAction } from "./decideExistingJob";
import { holderText, type Holder } from "../account/holders";
import { holderInOtherBackend, type KnownHolder } from "../account/journal";
import { ownerText } from "../job/marker";
import { copyWords } from "./sameRequest";
import { pickJobToKeep } from "./pickJobToKeep";

/** What a message says of a job. */
type JobNamed = Pick<JobDetails, "uuid" | "status">;

/**
 * Carries out the decision about one job. Jobs to take are handled later.
 *
 * @param owner of the resource that is created.
 * @throws DispersedError where the decision is to stop; nothing was sent.
 */
export async function actOnExistingJob(
  effects: ResourceEffects,
  action: ExistingJobAction,
  { job, marker }: FoundJob,
  owner: string,
): Promise<void> {
  const { journal, log, processJobs } = effects;
  const forget = (): void => journal.remove(ownerText(marker), marker.generation);
  const { uuid } = job;
  switch (action) {
    case "adopt":
    case "ignore":
      return;
    case "warnHeld":
      if (processJobs.isFirstWarning(uuid))
        log.warn(heldWords(job, journal.holderOf(uuid) ?? holderInOtherBackend(journal, uuid)));
      return;
    case "warnCopy":
      if (processJobs.isFirstWarning(uuid)) log.warn(copyWords(job));
      return;
    case "cancel":
      log.warn(
        `Job ${uuid}, which an interrupted run created, does not match the inputs any more. It is ` +
          "cancelled before another job is created.",
      );
      await cancelUnwanted(effects, uuid);
      forget();
      return;
    case "cancelDuplicate":
      log.warn(
        `Job ${uuid} was created for the same resource as a job of the stack. It is cancelled.`,
      );
      await cancelUnwanted(effects, uuid);
      return;
    case "awaitEnd":
      log.info(`Job ${uuid} is being cancelled. Another job is created when it has ended.`);
      await cancelUntilEnded(effects, {
        uuid,
        lastKey: currentKey(effects.api),
        timeoutMs: DELETE_TIMEOUT_MS,
        isAsked: true,
      });
      forget();
      return;
    case "failBusy":
      throw new DispersedError(
        "validation",
        `Another run is creating job ${uuid} for this resource. This run created no job. Wait for ` +
          "the other run to end, then run the command again.",
      );
    case "failUnrecorded":
      throw unrecordedError(job, {
        endedUuid: processJobs.endedOf(owner),
        onOrphan: effects.api.config.onOrphan,
      });
    case "fail":
      throw unknownError(job);
  }
}

/** The warning for a job that another resource holds, or that was kept on purpose. */
function heldWords({ uuid, status }: JobNamed, holder: Holder | KnownHolder | undefined): string {
  const kept = holder?.isRetained === true ? "left it alive with `retainOnDelete`" : "holds it";
  const reason =
    holder === undefined
      ? "another resource holds it, or it was kept on purpose"
      : `${holderText(holder)} ${kept}`;
  return (
    `Job ${uuid} is ${status} and was left alone: according to this machine's journal ${reason}. It is ` +
    "still billed. If nothing needs it, cancel it in the console."
  );
}

/** The error for a job that a state may hold, and has not shown to this run. */
function unrecordedError(
  { uuid, status }: JobNamed,
  { endedUuid, onOrphan }: { readonly endedUuid: string | undefined; readonly onOrphan: OnOrphan },
): DispersedError {
  const already =
    endedUuid === undefined ? "" : ` This run has already cancelled job ${endedUuid}.`;
  const notAdopted =
    onOrphan === "adopt"
      ? ` ${settingText("onOrphan", "adopt")} does not take it, because a state held it.`
      : "";
  return new DispersedError(
    "validation",
    `Job ${uuid} (${status}) was created for this resource by an earlier run on this machine, and ` +
      `this run has not seen it in the state. It is still billed. No job was created.${already} Run ` +
      `the same command with ${commands.refreshFlag}, unless this run had it. If you replace a ` +
      "resource and create the new one first, set `deleteBeforeReplace: true`. If no state holds the " +
      `job, set \`adopt: "${uuid}"\` to keep it, or run ${commands.sweep} to end it.${notAdopted} If ` +
      `another stack of the same names holds it, set ${settingText("namespace")}, or remove it there ` +
      `with ${commands.stateDelete}.`,
  );
}

/** The error for a job whose holder is unknown. */
function unknownError({ uuid, status }: JobNamed): DispersedError {
  return new DispersedError(
    "validation",
    `Job ${uuid} (${status}) carries this resource's marker, but it is not in the state: an ` +
      "interrupted run elsewhere created it, or another stack has the same names. It is still " +
      `billed. No job was created. To keep it set \`adopt: "${uuid}"\`; to end it run ` +
      `${commands.sweep}, or cancel it in the console. If another stack holds it, set ` +
      `${settingText("namespace")}. If it should be in the state, run the same command with ` +
      `${commands.refreshFlag}, unless this run had it. ${settingText("onOrphan")} sets what happens ` +
      "without asking.",
  );
}

/**
 * Several interrupted runs may have bought one job each: the best is taken, the others are
 * cancelled.
 */
export async function takeOne(
  effects: ResourceEffects,
  found: readonly FoundJob[],
): Promise<FoundJob | undefined> {
  const { journal, log, processJobs } = effects;
  const best = pickJobToKeep(found.map(({ job }) => job));
  for (const { job, marker, isOfRequest } of found) {
    if (job === best) {
      log.warn(
        `Job ${job.uuid}, which an interrupted run created for this resource, is taken over. No ` +
          "other job is created.",
      );
    } else if (isOfRequest && !isEnded(job.status)) {
      log.warn(`Job ${job.uuid} of another interrupted run is cancelled.`);
      await cancelUnwanted(effects, job.uuid);
      if (found.every((one) => one.job === job || one.marker.generation !== marker.generation)) {
        journal.remove(ownerText(marker), marker.generation);
      }
    } else if (processJobs.isFirstWarning(job.uuid)) {
      log.warn(
        `Job ${job.uuid} is ${job.status} and carries the same marker. Somebody may have ` +
          "copied it, so it was left alone. Cancel it in the console if you do not need it.",
      );
    }
  }
  return found.find(({ job }) => job === best);
}
