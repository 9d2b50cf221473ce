import { isDispersedError } from "./errors";

/**
 * Whether a failed look will fail again: the service refused it, for another reason than haste. A
 * single look that got no answer is invisible.
 */
export function isPermanentFailure(error: unknown): boolean {
  return !isDispersedError(error) || (error.kind === "rejected" && error.status !== 429);
}
