// Which marked jobs are meant, and what is known of them: the flags that `orphans` and `sweep` share.
import { isStackName, stackHashOfName } from "../../provider/resources/stackName";
import { UsageError } from "../exitCode";
import { readStackStates, type StackState } from "./stackState";

/** The flags as they were given. */
export interface SelectionFlags {
  readonly stack?: readonly string[] | undefined;
  readonly state?: readonly string[] | undefined;
  readonly all?: boolean | undefined;
  readonly namespace?: string | undefined;
}

/** Which jobs are looked at. */
export interface Selection {
  /** Hashes of stacks; `undefined` for any. */
  readonly stacks: ReadonlySet<string> | undefined;
  /** What the given states track; `undefined` where none was given and the journal counts. */
  readonly state: StackState | undefined;
}

/** Whether the flags say which jobs are meant. */
export function isExplicit({ stack, state, all }: SelectionFlags): boolean {
  return stack !== undefined || state !== undefined || all === true;
}

/**
 * Reads the flags, and the files they name.
 *
 * @throws UsageError when they contradict each other, or a file is no stack export.
 */
export function selectionOf(flags: SelectionFlags): Selection {
  const { stack, state: files, all = false, namespace = "" } = flags;
  if (all && stack !== undefined) {
    throw new UsageError("--all and --stack exclude each other: give one of them");
  }
  const state = files === undefined ? undefined : readStackStates(files, namespace);
  if (stack !== undefined) {
    return { stacks: stackHashes(stack, namespace), state };
  }
  // Another stack's jobs are in no state that was given, and must not count as orphans for it.
  if (all || state === undefined) return { stacks: undefined, state };
  if (state.stacks.size > 0) return { stacks: state.stacks, state };
  throw new UsageError("the state names no stack; say which one is meant with --stack");
}

/**
 * The hashes that markers have of stacks, `organization/project/stack`.
 *
 * @throws UsageError about a name that is none.
 */
export function stackHashes(stacks: readonly string[], namespace = ""): ReadonlySet<string> {
  return new Set(stacks.map((name) => hashOf(name, namespace)));
}

function hashOf(stack: string, namespace: string): string {
  if (isStackName(stack)) return stackHashOfName(namespace, stack);
  throw new UsageError(
    `--stack ${stack}: must be organization/project/stack, such as acme/lab/dev; without Pulumi ` +
      "Cloud the organization is `organization`",
  );
}
