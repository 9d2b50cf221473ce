// A list of orphans in one line, and what a sweep would do with it. Pure.
import { countOf } from "../countOf";
import { isAgreed } from "./consent";
import type { Orphan } from "./decideOrphans";
import { HELD_KINDS, wordsOf } from "./heldWords";

/** A sweep that does not ask, as in a pipeline. */
const UNASKED = { isUnasked: true };

/**
 * The last line of `dispersed orphans`.
 *
 * @param how the command that cancels them.
 */
export function orphanSummary(
  orphans: readonly Orphan[],
  readsStates: boolean,
  how: string,
): string {
  if (!readsStates) return unreadWords(orphans);
  const count = countOf(orphans.length, "orphan");
  const free = orphans.filter(isFree).length;
  const toCancel = free === 0 ? "" : ` To cancel, run ${how}.`;
  if (free === orphans.length) return `${count}.${toCancel}`;
  return `${count}. ${free === 0 ? "None" : free} can be cancelled with --yes.${toCancel}`;
}

/** The last line of `dispersed sweep` without `--cancel`. */
export function dryRunWords(orphans: readonly Orphan[], readsStates: boolean): string {
  const left = orphans.filter((orphan) => !isFree(orphan));
  if (left.length === 0) {
    const count = countOf(orphans.length, "orphan");
    return `${count} would be cancelled. Nothing was cancelled; add --cancel.`;
  }
  return (
    `${readsStates ? "" : `${unreadWords(orphans)} `}With --cancel --yes ` +
    `${orphans.length - left.length} would be cancelled, ${left.length} would be left: ` +
    `${reasonsOf(left)}. Nothing was cancelled.`
  );
}

/** Whether a sweep that does not ask cancels an orphan. */
export function isFree({ held }: Orphan): boolean {
  return isAgreed(held, UNASKED);
}

function unreadWords({ length }: readonly Orphan[]): string {
  const what = countOf(length, "live job");
  return `${what} with a marker; whether a state has ${length === 1 ? "it" : "them"} is not known.`;
}

function reasonsOf(left: readonly Orphan[]): string {
  const reasons = HELD_KINDS.flatMap((kind) =>
    left.filter(({ held }) => held === kind).map((orphan) => wordsOf(kind, orphan).reason),
  );
  const kinds = [...new Set(reasons)];
  const countOfKind = (kind: string): number => reasons.filter((reason) => reason === kind).length;
  return kinds
    .map((kind) => (kinds.length === 1 ? kind : `${countOfKind(kind)} ${kind}`))
    .join(", ");
}
