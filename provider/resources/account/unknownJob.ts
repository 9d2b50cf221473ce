import type { ApiClient } from "../../api/http/client";
import { DispersedError } from "../../api/errors/errors";
import { isNotFound } from "./confirmGone";

/**
 * The error for a job that the user named and the service does not know.
 *
 * @param uuid has the form of a uuid, so that a message may repeat it.
 */
export function unknownJobError(
  { config }: Pick<ApiClient, "config">,
  uuid: string,
  cause?: unknown,
): DispersedError {
  return new DispersedError(
    "rejected",
    `${config.origin} knows no job ${uuid} for this key. Check the uuid: the job may also be another ` +
      "account's.",
    { status: 404, cause },
  );
}

/**
 * The answer to a read of a job that the user named.
 *
 * @throws DispersedError that says so where the service does not know the job.
 */
export async function answerAbout<T>(
  api: Pick<ApiClient, "config">,
  uuid: string,
  answer: Promise<T>,
): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    throw isNotFound(error) ? unknownJobError(api, uuid, error) : error;
  }
}
