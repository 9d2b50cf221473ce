// What a person reads of a quorum.
import { commands } from "../../api/config/hostWords";
import { DispersedError, isDispersedError, errorMessage, restated } from "../../api/errors/errors";
import { cut, sanitizeOneLine } from "../../api/errors/sanitize";
import { extendRedactor, type Redact } from "../../api/errors/redact";
import type { OperationContext, PurchaseRecords } from "../contract/effects";
import { formatDuration } from "../schema/duration";
import { accessTokensOf, type JobSnapshot } from "../job/outputsFromApi";
import { countOf } from "./decideQuorum";
import type { QuorumGoal } from "./inputs";
import { listed, shownStatus, stageWord } from "./progress";
import { kindsOf, type QuorumJob, type MemberState } from "./memberState";
import type { QuorumWait } from "./waitForQuorum";

/** So much of a reason is quoted that the reasons of several jobs leave room for what to do. */
const MAX_REASON_LENGTH = 100;

/** Why a wait did not end well; `undefined` when it did. */
export function quorumError(
  effects: OperationContext & PurchaseRecords,
  jobs: Readonly<Record<string, QuorumJob>>,
  goal: QuorumGoal,
  wait: QuorumWait,
): DispersedError | undefined {
  const { members, limitMs } = wait;
  const kinds = kindsOf(members);
  const ready = countOf(kinds, "ready");
  const named = (wanted: MemberState["kind"]): string =>
    listed(
      [...members]
        .filter(([, { kind }]) => kind === wanted)
        .map(([name, member]) => inFull(effects, name, jobs[name]?.uuid ?? "", member)),
    );
  switch (wait.decision) {
    case "met":
      return undefined;
    case "unreachable":
      return new DispersedError(
        "jobEnded",
        `${goal.need} of ${kinds.length} jobs must be ${stageWord(goal)}, but too many have ended: ` +
          `${named("failed")}. The others go on and may still be billed. ${commands.upRefresh} buys ` +
          `those again that their \`replaceOn\` names, and ${commands.upReplace} with its URN any ` +
          `other; ${commands.logs} with its uuid shows what a job printed.`,
      );
    case "late":
      return new DispersedError(
        "waitTimeout",
        `Timed out after ${formatDuration(limitMs)}: ${ready} of the ${goal.need} jobs that are ` +
          `needed are ${stageWord(goal)}. Not there yet: ${named("late")}` +
          `${countOf(kinds, "failed") === 0 ? "" : `; ended: ${named("failed")}`}. Jobs that are ` +
          `alive may still be billed. Run ${commands.up} to keep waiting or ${commands.destroy} to cancel ` +
          "them.",
      );
    case "cutShort": {
      const { error } = wait;
      const words = `The wait for ${kinds.length} jobs was cut short: ${errorMessage(error)}`;
      if (isDispersedError(error)) return restated(error, words, effects.redact);
      return new DispersedError("aborted", words, { cause: error });
    }
  }
}

/** `worker-1 (019a…) FAILED (container exited with code 3)` */
export function inFull(
  effects: OperationContext & PurchaseRecords,
  name: string,
  uuid: string,
  { kind, snapshot }: MemberState,
): string {
  // The uuid of a job that was never read is only an input, and no message repeats inputs.
  if (snapshot === undefined) {
    return `${sanitizeOneLine(name)}, ${kind === "failed" ? "which the service does not know" : "not seen so far"}`;
  }
  const job = `${sanitizeOneLine(name)} (${snapshot.job.uuid})`;
  const { status, statusReason } = snapshot.job;
  const redact = redactFor(effects, uuid, snapshot);
  const why =
    redact === undefined || statusReason === undefined
      ? ""
      : ` (${cut(redact(statusReason), MAX_REASON_LENGTH)})`;
  return `${job} ${shownStatus(status)}${why}`;
}

/**
 * The redactor for the secrets of a job, which belong to another resource. The service's reasons
 * may repeat them, so a reason is shown only if the secrets are known.
 */
function redactFor(
  { processJobs, redact }: OperationContext & PurchaseRecords,
  uuid: string,
  snapshot: JobSnapshot,
): Redact | undefined {
  const secrets = processJobs.secretsFor(uuid.toLowerCase());
  return secrets && extendRedactor(redact, [...secrets, ...accessTokensOf(snapshot)]);
}
