import { isDispersedError } from "./errors";

/**
 * Whether a failed read will fail again: the service refused it, and not because of a rate limit. A
 * single read without a response is ignored.
 */
export function isPermanentFailure(error: unknown): boolean {
  return !isDispersedError(error) || (error.kind === "rejected" && error.status !== 429);
}
