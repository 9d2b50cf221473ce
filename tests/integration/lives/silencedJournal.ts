import type { Journal } from "../../../provider/resources/journal";

/** A journal in which a dead process writes no more. */
export function unlessSilenced(journal: Journal, isSilent: () => boolean): Journal {
  const unless =
    <Args extends readonly unknown[]>(write: (...args: Args) => void): ((...args: Args) => void) =>
    (...args) => {
      if (!isSilent()) write(...args);
    };
  return {
    ...journal,
    post: unless((...args) => journal.post(...args)),
    name: unless((...args) => journal.name(...args)),
    answered: unless((...args) => journal.answered(...args)),
    remove: unless((...args) => journal.remove(...args)),
  };
}
