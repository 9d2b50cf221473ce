// Tells an import from a look-up. The engine (3.276) sends the same read for both, an id and nothing else.
// But it checks the inputs of what it manages, after the read. In `pulumi import` nothing is in the state before that.
// The option `import` is in the state by then, unless this is a preview. What is only looked up is never checked.
import type { ImportedAs } from "../../resources/contract/definition";
import { ownerOf } from "./nativeContext";

type Take = (importedAs: ImportedAs) => void;

/** The reads and checks of one process. */
export interface ImportWatch {
  /**
   * Notes a resource that a read found by its id.
   *
   * @param take called as soon as it is known that the resource is imported; may throw.
   */
  found(urn: string, take: Take): void;
  /**
   * Notes a check. What `take` throws fails the check, and with it the import.
   *
   * @param isAsRead whether the inputs are those of a read, and not the program's.
   */
  checked(urn: string, isAsRead: boolean): void;
}

/** A watch that has seen nothing. */
export function createImportWatch(): ImportWatch {
  const checkedUrns = new Set<string>();
  const open = new Map<string, Take>();
  return {
    found(urn, take) {
      if (checkedUrns.has(urn)) take({ owner: ownerOf(urn), isInState: false });
      else open.set(urn, take);
    },
    checked(urn, isAsRead) {
      checkedUrns.add(urn);
      const take = open.get(urn);
      open.delete(urn);
      take?.({ owner: ownerOf(urn), isInState: !isAsRead });
    },
  };
}
