import type { ApiClient } from "../../provider/api/http/client";
import { quoted } from "../../provider/api/errors/sanitize";
import { getJob } from "../../provider/resources/functions/getJob";
import { loginOf, type Login } from "./login";

/** What a login depends on in the answer of `getJob`. */
interface ShownJob {
  readonly uuid: string;
  readonly status: string;
  readonly outcome: string;
  readonly nodeUrls: readonly { readonly description: string }[];
  readonly ssh?: unknown;
}

/**
 * Where the current run of a job publishes port 22.
 *
 * @throws DispersedError when the job cannot be read, Error with a next step when login is not possible.
 */
export async function jobLogin(api: ApiClient, uuid: string): Promise<Login> {
  // The definition's own schema made it.
  const job = (await getJob.ask(api, { uuid })) as unknown as ShownJob;
  const login = loginOf(job.ssh);
  if (login !== undefined) return login;
  throw new Error(`cannot log in to ${uuid}: ${whyNot(job)}`);
}

function whyNot({ uuid, status: whole, outcome, nodeUrls }: ShownJob): string {
  const status = quoted(whole);
  if (outcome !== "active") {
    return `the job is ${status}. \`dispersed logs ${uuid}\` shows what it printed.`;
  }
  if (status !== "RUNNING") {
    return `the job is ${status}, and publishes its ports when it runs. Try again later.`;
  }
  const published = quoted(nodeUrls.map(({ description }) => description).join(", "));
  return (
    `its run publishes ${published === "" ? "no ports" : `only ${published}`}. Logging in needs ` +
    "container.sshKey, and 22 in container.ports."
  );
}
