import type { Journal } from "../../../provider/resources/account/journal";

/** A journal in which a dead process writes no more. */
export function unlessSilenced(journal: Journal, isSilent: () => boolean): Journal {
  const unless =
    <Args extends readonly unknown[]>(write: (...args: Args) => void): ((...args: Args) => void) =>
    (...args) => {
      if (!isSilent()) write(...args);
    };
  return {
    ...journal,
    claim: (...args) => (isSilent() ? undefined : journal.claim(...args)),
    post: unless((...args) => journal.post(...args)),
    sentTwice: unless((...args) => journal.sentTwice(...args)),
    name: unless((...args) => journal.name(...args)),
    told: unless((...args) => journal.told(...args)),
    replaced: unless((...args) => journal.replaced(...args)),
    remove: unless((...args) => journal.remove(...args)),
    release: unless((...args) => journal.release(...args)),
  };
}
