// What was agreed to before anything is cancelled. Pure.
import type { Held } from "./decideOrphans";

/** What a sweep may cancel. */
export interface Consent {
  /** Whether no question was asked. */
  readonly isUnasked: boolean;
  /** A kind of those that are held back that was agreed to by itself. */
  readonly even?: Held | undefined;
}

/**
 * Whether an orphan may be cancelled. A yes to the question for all covers a job that a run may be
 * creating, for the person knows that run. It covers none that another stack may hold.
 */
export function isAgreed(held: Held | undefined, { isUnasked, even }: Consent): boolean {
  if (held === undefined || held === even) return true;
  return held === "beingCreated" && !isUnasked;
}
