import type { Journal, JournalEntry } from "../../../provider/resources/journal";

/** A journal that lives as long as the test. */
export function createPaperJournal(): Journal {
  const files = new Map<string, readonly JournalEntry[]>();
  const entriesOf = (owner: string): readonly JournalEntry[] => files.get(owner) ?? [];
  const change = (
    owner: string,
    generation: string,
    by: (entry: JournalEntry) => readonly JournalEntry[],
  ): void => {
    const changed = entriesOf(owner).flatMap((entry) =>
      entry.generation === generation ? by(entry) : [entry],
    );
    files.set(owner, changed);
  };
  return {
    entriesOf,
    post(owner, purchase) {
      change(owner, purchase.generation, () => []);
      files.set(owner, [...entriesOf(owner), { ...purchase, state: "posted" }]);
    },
    name: (owner, generation, uuid) => change(owner, generation, (entry) => [{ ...entry, uuid }]),
    answered: () => undefined,
    remove: (owner, generation) => change(owner, generation, () => []),
    settle: () => undefined,
  };
}
