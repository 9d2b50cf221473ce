// The stacks of projects and their states, as the engine gives them.
import { createLimiter } from "../../provider/api/http/concurrencyLimit";
import { EngineError } from "../engine/runPulumi";
import { exportStack, listStacks, type ListedStack } from "../engine/stacks";
import { UsageError } from "../exitCode";
import { parseState, type ParsedState } from "./parseState";
import { nameState, type NamedStacks, type StackState } from "./stackState";

/** Each starts an engine. */
const MAX_EXPORTS_AT_ONCE = 4;

/** A stack, and the folder in which the engine is asked about it. */
export interface ProjectStack {
  readonly folder: string;
  readonly stack: ListedStack;
}

/**
 * Lists the stacks of projects.
 *
 * @throws EngineError when the engine gives no answer.
 */
export async function listProjects(folders: readonly string[]): Promise<readonly ProjectStack[]> {
  const found = await Promise.all(
    folders.map(async (folder) => {
      const stacks = await listStacks(folder);
      return stacks.map((stack) => ({ folder, stack }));
    }),
  );
  return found.flat();
}

/**
 * Reads the states of stacks.
 *
 * @throws EngineError when the engine does not give one, UsageError as {@link nameState}.
 */
export async function exportStacks(
  listed: readonly ProjectStack[],
  named: NamedStacks,
): Promise<readonly StackState[]> {
  const limiter = createLimiter(MAX_EXPORTS_AT_ONCE);
  return Promise.all(
    listed.map(({ folder, stack }) =>
      limiter.run(async () => {
        const source = `the state of ${stack.name}`;
        const parsed = parseExport(await exportStack(folder, stack.name), source);
        const facts = { source, listedName: stack.name, isUpdating: stack.isUpdating };
        return nameState(parsed, facts, named);
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
