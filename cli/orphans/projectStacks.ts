// The stacks of projects and their states, as the engine gives them.
import { createLimiter } from "../../provider/api/http/concurrencyLimit";
import { backendOf } from "../../provider/host/providerProcess";
import { EngineError } from "../engine/runPulumi";
import { exportStack, listStacks, type ListedStack } from "../engine/stacks";
import { UsageError } from "../exitCode";
import { parseState, type ParsedState } from "./parseState";
import { nameState, type NamedStacks, type StackState } from "./stackState";

/** Each starts an engine. */
const MAX_EXPORTS_AT_ONCE = 4;

/** Where the engine is asked about stacks. */
export interface ProjectFolder {
  readonly folder: string;
  /** Names the backend that the engine uses there. */
  readonly backend: string;
}

/** A stack, and the folder in which the engine is asked about it. */
export interface ProjectStack extends ProjectFolder {
  readonly stack: ListedStack;
}

/** The backend of a folder, by the name that the journal has for it. */
export function projectFolder(folder: string): ProjectFolder {
  return { folder, backend: backendOf(folder) };
}

/**
 * Lists the stacks of projects.
 *
 * @throws EngineError when the engine gives no answer.
 */
export async function listProjects(
  folders: readonly ProjectFolder[],
): Promise<readonly ProjectStack[]> {
  const found = await Promise.all(
    folders.map(async (project) => {
      const stacks = await listStacks(project.folder);
      return stacks.map((stack) => ({ ...project, stack }));
    }),
  );
  return found.flat();
}

/** The stacks that are not among others. Stacks of two backends may have equal names. */
export function stacksBeside(
  stacks: readonly ProjectStack[],
  others: readonly ProjectStack[],
): readonly ProjectStack[] {
  return stacks.filter(
    ({ backend, stack }) =>
      !others.some((other) => other.backend === backend && other.stack.name === stack.name),
  );
}

/**
 * Reads the states of stacks.
 *
 * @param backend the command's own.
 * @throws EngineError when the engine does not give one, UsageError as {@link nameState}.
 */
export async function exportStacks(
  listed: readonly ProjectStack[],
  backend: string,
  named: NamedStacks,
): Promise<readonly StackState[]> {
  const limiter = createLimiter(MAX_EXPORTS_AT_ONCE);
  return Promise.all(
    listed.map(({ folder, backend: itsBackend, stack }) =>
      limiter.run(async () => {
        const source = `the state of ${stack.name}`;
        const parsed = parseExport(await exportStack(folder, stack.name), source);
        const { name: listedName, isUpdating } = stack;
        const isOfOtherBackend = itsBackend !== backend;
        return nameState(parsed, { source, listedName, isUpdating, isOfOtherBackend }, named);
      }),
    ),
  );
}

/** What is wrong with an answer of the engine is not wrong usage. */
function parseExport(text: string, source: string): ParsedState {
  try {
    return parseState(text, source);
  } catch (error) {
    if (error instanceof UsageError) throw new EngineError("unreadable", error.message);
    throw error;
  }
}
