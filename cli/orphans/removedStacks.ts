// Stacks that were removed. Only their name is left, so the engine has to confirm that they have no
// state. A renamed stack seems removed under its old name, and its resources may have moved to
// another stack. Both may lead into another project, so the states of all stacks are read as well.
import { clause } from "../../provider/api/errors/sentences";
import { EngineError } from "../engine/runPulumi";
import { listAllStacks, readBackend, type Backend, type ListedStack } from "../engine/stacks";
import { ownerHashOfName } from "../../provider/resources/job/stackName";
import { UsageError } from "../exitCode";
import type { RemovedStack } from "./decideOrphans";
import type { ProjectFolder, ProjectStack } from "./projectStacks";
import { stackHashes } from "./stackNames";
import { pluginName } from "./stackState";

/** What the engine confirmed. */
export interface RemovedStacks {
  readonly removed: readonly RemovedStack[];
  /** All stacks that the backend lists: any of them may hold their jobs now. */
  readonly others: readonly ProjectStack[];
  /** What a person should know about it. */
  readonly notes: readonly string[];
}

/**
 * Confirms that the backend has none of these stacks.
 *
 * @param project whose backend is asked.
 * @throws UsageError about one that has a state, EngineError when the engine gives no answer.
 */
export async function confirmRemoved(
  names: readonly string[],
  project: ProjectFolder,
  namespace: string | undefined,
): Promise<RemovedStacks> {
  if (names.length === 0) return { removed: [], others: [], notes: [] };
  const [backend, stacks] = await askEngine(names, project.folder);
  for (const name of names) {
    const reason = whyNotRemoved(name, backend, stacks);
    if (reason !== undefined) throw new UsageError(`--stack ${name}: ${reason}`);
  }
  return {
    removed: names.map((name) => ({
      name,
      hashes: stackHashes([name], namespace),
      ownerHashes: new Set([ownerHashOfName(name)]),
    })),
    others: stacks.map((stack) => ({ ...project, stack })),
    notes: [`Not in ${withoutLogin(backend.url)}: ${names.join(", ")}.`],
  };
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
      `cannot check whether ${names.join(", ")} still has a state: ${clause(error.message)}. Give ` +
        "the state with --state",
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
