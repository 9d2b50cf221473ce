import type { ApiClient } from "../../api/http/client";
import { DispersedError } from "../../api/errors/errors";

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
