// Stacks that were removed: nothing but their name is left, so the engine has to confirm that they have
// no state. Else a stack that lives would lose its jobs.
import { EngineError } from "../engine/runPulumi";
import { listAllStacks, readBackend, type Backend, type ListedStack } from "../engine/stacks";
import { UsageError } from "../exitCode";
import type { RemovedStack } from "./decideOrphans";
import { stackHashes } from "./stackNames";
import { pluginName } from "./stackState";

/**
 * Confirms that the backend has none of these stacks.
 *
 * @param folder whose backend is asked.
 * @throws UsageError about one that has a state, EngineError when the engine gives no answer.
 */
export async function confirmRemoved(
  names: readonly string[],
  folder: string,
  namespace: string | undefined,
): Promise<readonly RemovedStack[]> {
  if (names.length === 0) return [];
  const [backend, stacks] = await askEngine(names, folder);
  for (const name of names) {
    const reason = whyNotRemoved(name, backend, stacks);
    if (reason !== undefined) throw new UsageError(`--stack ${name}: ${reason}`);
  }
  return names.map((name) => ({ name, hashes: stackHashes([name], namespace) }));
}

async function askEngine(
  names: readonly string[],
  folder: string,
): Promise<readonly [Backend, readonly ListedStack[]]> {
  try {
    return await Promise.all([readBackend(folder), listAllStacks(folder)]);
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    throw new EngineError(
      error.failure,
      `cannot check whether ${names.join(", ")} still has a state: ${error.message}. Give the state ` +
        "with --state",
    );
  }
}

/** Why a stack cannot be called removed; `undefined` when it can. Pure. */
export function whyNotRemoved(
  name: string,
  { url, user, organizations }: Backend,
  stacks: readonly ListedStack[],
): string | undefined {
  const [organization = "", project, stack] = name.split("/");
  // Markers of the plugin leave the organization out, so there it may be any.
  const isPluginName = name === pluginName(name);
  const isListed = stacks.some(
    (listed) =>
      // Before Pulumi 3.61 backends of files had no projects.
      listed.name === name ||
      listed.name === stack ||
      (isPluginName && listed.name.endsWith(`/${String(project)}/${String(stack)}`)),
  );
  if (isListed) {
    return "this stack has a state; read it with --project or --state, so that its jobs are kept";
  }
  // Outside of Pulumi Cloud there is the organization of the plugin's markers alone.
  const isVisible = organizations?.concat(user).includes(organization) ?? false;
  if (isPluginName || isVisible) return undefined;
  return (
    `the user of ${withoutLogin(url)} is not in the organization ${organization}, so it is unknown ` +
    "whether the stack has a state"
  );
}

function withoutLogin(url: string): string {
  return url.replace(/:\/\/[^/\s@]*@/, "://");
}
