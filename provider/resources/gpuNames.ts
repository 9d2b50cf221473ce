import type { ApiClient } from "../api/client";
import { getGpus } from "./functions/getGpus";

/** More than anybody looks through. */
const MOST_GPUS = 1_000;

/** The names of all GPUs that the service knows, fit to be shown; none where there may be others. */
export async function gpuNames(api: ApiClient): Promise<readonly string[]> {
  // The definition's own schema made it.
  const { gpus, complete } = (await getGpus.ask(api, { limit: MOST_GPUS })) as {
    gpus: readonly { readonly name?: string }[];
    complete: boolean;
  };
  return complete ? gpus.flatMap(({ name }) => name ?? []) : [];
}
