// A stack as markers have it, and as people write it.
import { shortHash } from "./shortHash";

/** The hash of a stack in markers. The namespace distinguishes stacks of the same name. */
export function stackHash(namespace: string, stack: string): string {
  return shortHash([namespace, stack]);
}

/**
 * A resource as markers have it.
 *
 * @param owner `<stack>.<resource>`, without the namespace.
 */
export function markedOwner(
  namespace: string,
  owner: string,
): { readonly stack: string; readonly resource: string } {
  const [stack, resource] = owner.split(".") as [string, string];
  return { stack: stackHash(namespace, stack), resource };
}

/** The hash of a project as the journal has it. */
export function projectHash(name: string): string {
  return shortHash(["project", name]);
}

/** Whether a text is a whole name of a stack: `organization/project/stack`. */
export function isStackName(name: string): boolean {
  const parts = name.split("/");
  return parts.length === 3 && !parts.includes("");
}

/** The hash that markers have for a whole name of a stack. */
export function stackHashOfName(namespace: string, name: string): string {
  return stackHash(namespace, ownerHashOfName(name));
}

/** The hash that owners have for a whole name of a stack: the one without a namespace. */
export function ownerHashOfName(name: string): string {
  return shortHash(name.split("/"));
}
