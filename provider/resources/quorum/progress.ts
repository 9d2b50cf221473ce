// What a person sees while a quorum is waited for, and the words that its messages share with it.
import { sanitizeOneLine } from "../../api/errors/sanitize";
import { isKnownStatus } from "../job/status";
import { countOf } from "./decideQuorum";
import type { QuorumGoal } from "./inputs";
import { kindsOf, type MemberState, type MemberStates } from "./memberState";

/** Jobs that a message names one by one. */
const MAX_NAMED = 6;

/** `2 of 3 running, 1 failed; late: worker-1 PENDING` */
export function quorumProgress(goal: QuorumGoal, members: MemberStates): string {
  const kinds = kindsOf(members);
  const failed = countOf(kinds, "failed");
  const late = [...members].filter(([, { kind }]) => kind === "late");
  return [
    `${countOf(kinds, "ready")} of ${goal.need} ${stageWord(goal)}`,
    ...(failed === 0 ? [] : [`, ${failed} failed`]),
    ...(late.length === 0 ? [] : [`; late: ${listed(late.map(brief))}`]),
  ].join("");
}

/** What a job that has come far enough is called. */
export function stageWord({ waitFor }: QuorumGoal): string {
  return waitFor ?? "up";
}

/** A status that this version knows, else `UNKNOWN`: any other text could be anything. */
export function shownStatus(status: string): string {
  return isKnownStatus(status) ? status : "UNKNOWN";
}

/** Names jobs, the first six of them. */
export function listed(items: readonly string[]): string {
  const more = items.length - MAX_NAMED;
  const shown = items.slice(0, MAX_NAMED).join(", ");
  return more > 0 ? `${shown}, and ${more} more` : shown;
}

function brief([name, { snapshot }]: readonly [string, MemberState]): string {
  const job = sanitizeOneLine(name);
  return snapshot === undefined ? job : `${job} ${shownStatus(snapshot.job.status)}`;
}
