// When a wait for several jobs is over. Pure.

/** The state of one job: it has reached the stage, may still reach it, or never will. */
export type MemberKind = "ready" | "late" | "failed";

/** How many must be ready, and how long the others have then. */
export interface QuorumTerms {
  readonly need: number;
  readonly graceMs: number;
}

/** Where the wait is in time. */
export interface QuorumTime {
  /** How long so many have been ready; `undefined` while they are not. */
  readonly metForMs: number | undefined;
  /** Whether this is the deadline. */
  readonly isLast: boolean;
}

/**
 * - `wait`: it is not over.
 * - `met`: enough are ready.
 * - `unreachable`: so many have ended that enough can never be ready.
 * - `late`: the time is over, and enough are not ready.
 */
export type QuorumDecision = "wait" | "met" | "unreachable" | "late";

/** Decides by the current states of the jobs. */
export function decideQuorum(
  { need, graceMs }: QuorumTerms,
  kinds: readonly MemberKind[],
  { metForMs, isLast }: QuorumTime,
): QuorumDecision {
  const ready = countOf(kinds, "ready");
  const late = countOf(kinds, "late");
  if (ready >= need) {
    const isGraceOver = (metForMs ?? -Infinity) >= graceMs;
    return late === 0 || isGraceOver || isLast ? "met" : "wait";
  }
  if (ready + late < need) return "unreachable";
  return isLast ? "late" : "wait";
}

/** How many jobs are in this state. */
export function countOf(kinds: readonly MemberKind[], wanted: MemberKind): number {
  return kinds.filter((kind) => kind === wanted).length;
}
