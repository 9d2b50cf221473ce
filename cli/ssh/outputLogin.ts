import { isRecord } from "../../provider/api/json";
import { isUuid } from "../../provider/api/endpoints/uuid";
import { loginOf, type Login } from "./login";
import { readStackOutput } from "./stackOutput";

/**
 * The login from a stack output. The output may name a job, or be the login itself, as of the last
 * `up`.
 *
 * @param ofJob reads the login of a job.
 * @throws Error with a next step when it is neither.
 */
export async function outputLogin(
  name: string,
  ofJob: (uuid: string) => Promise<Login>,
): Promise<Login> {
  const output = await readStackOutput(name);
  const uuid = isRecord(output) ? output["uuid"] : output;
  if (isUuid(uuid)) return ofJob(uuid);
  const login = loginOf(output);
  if (login !== undefined) return login;
  const what = output === "[secret]" ? "is a secret" : "is neither a job nor a login";
  throw new Error(
    `the stack output ${name} ${what}: export a job's uuid, or its ssh output, such as ` +
      "`export const box = job.uuid`.",
  );
}
