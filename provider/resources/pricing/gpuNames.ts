// The names of the registry's GPUs, and the message for an unknown name.
import type { ApiClient } from "../../api/http/client";
import { listGpus } from "../../api/endpoints/gpus";
import { sanitizeOneLine } from "../../api/errors/sanitize";
import { firstItems } from "../../api/endpoints/takeItems";
import { hintForGpu } from "./unknownGpu";

/** Maximum number of pages of GPUs, 50 to a page. */
const MAX_PAGES = 20;

/** The sanitized names of all GPUs in the registry; none if the list may be incomplete. */
export async function gpuNames(api: ApiClient): Promise<readonly string[]> {
  const { items, complete } = await firstItems(listGpus(api, MAX_PAGES), Infinity);
  const names = items.flatMap(({ name }) => (name === undefined ? [] : [sanitizeOneLine(name)]));
  return complete ? [...names].sort() : [];
}

/**
 * A message if no offer fits because there is no such GPU. The name itself is not repeated, because
 * it is an input.
 *
 * @returns `undefined` where the GPU is known, or where that cannot be determined.
 */
export async function complaintOfGpu(
  api: ApiClient,
  { gpuName }: { readonly gpuName?: string | undefined },
): Promise<string | undefined> {
  if (gpuName === undefined) return undefined;
  // If the registry cannot be read, it is unknown whether a name is right.
  const hint = hintForGpu(gpuName, await gpuNames(api).catch(() => []));
  return hint === undefined ? undefined : `the service has no GPU of this gpuName. ${hint}`;
}
