// When a job may be called gone. A wrong answer here drops a paid job from the state, so a 404
// counts only when nothing else can explain it.
import { createHash } from "node:crypto";

import { DispersedError, isDispersedError } from "../api/errors";
import { canListJobs, getJob } from "../api/endpoints/jobs";
import type { ResourceEffects } from "./definition";

/** Time between the two looks: longer than a replica needs to catch up. */
const SECOND_LOOK_MS = 2_000;

/** A short name of a public key, to tell "gone" from "another account's job". */
export function keyName(publicKey: string): string {
  return createHash("sha256").update(publicKey).digest("base64url").slice(0, 8);
}

/** Whether an error is the API's own statement that it knows no such job. */
export function isNotFound(error: unknown): boolean {
  return isDispersedError(error) && error.status === 404 && error.fromApi;
}

/**
 * Proves that a job is gone, after a first 404: a second one two seconds later, while the same
 * key that last saw the job may list jobs.
 *
 * @param lastKey name of the key that last saw the job; `undefined` proves nothing.
 * @returns `false` when the second look finds the job.
 * @throws DispersedError when neither can be shown.
 */
export async function proveGone(
  { api, clock, signal }: ResourceEffects,
  uuid: string,
  lastKey: string | undefined,
): Promise<boolean> {
  if (lastKey !== keyName(api.config.publicKey.value)) {
    throw new DispersedError(
      "rejected",
      `the API knows no job ${uuid} for this key, but this is not the key that last saw it; ` +
        "another account's jobs look the same. Use the key the stack was made with, or remove " +
        "the resource with `pulumi state delete` once you know that the job has ended.",
      { status: 404 },
    );
  }
  await clock.sleep(SECOND_LOOK_MS, signal);
  try {
    await getJob(api, uuid, signal);
    return false;
  } catch (error) {
    if (!isNotFound(error)) throw error;
  }
  await canListJobs(api, signal);
  return true;
}
