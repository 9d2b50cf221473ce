// Tells an import from a look-up. The engine (3.276) sends the same read for both, an id and nothing else.
// But it checks the inputs of what it manages: before the read where the program has the option `import`, after it
// in `pulumi import`. What is only looked up is never checked.
import { ownerOf } from "./nativeContext";

/** The reads and checks of one process. */
export interface ImportWatch {
  /**
   * Notes a resource that a read found by its id.
   *
   * @param take called with the owner as soon as it is known that the resource is imported; may throw.
   */
  found(urn: string, take: (owner: string) => void): void;
  /** Notes a check. What `take` throws fails the check, and with it the import. */
  checked(urn: string): void;
}

/** A watch that has seen nothing. */
export function createImportWatch(): ImportWatch {
  const checkedUrns = new Set<string>();
  const open = new Map<string, (owner: string) => void>();
  return {
    found(urn, take) {
      if (checkedUrns.has(urn)) take(ownerOf(urn));
      else open.set(urn, take);
    },
    checked(urn) {
      checkedUrns.add(urn);
      const take = open.get(urn);
      open.delete(urn);
      take?.(ownerOf(urn));
    },
  };
}
