import type { Holder } from "../../provider/resources/account/holders";
import type { Journal, KnownEntry, KnownHolder } from "../../provider/resources/account/journal";

/** A journal that lives as long as the test. Its entries are those of killed runs by default. */
export interface MemoryJournal extends Journal {
  /** Puts an entry of an earlier run into it. */
  add(owner: string, entry: Partial<KnownEntry>): void;
  /** Notes a resource that another backend's state has shown to hold a job. */
  holdElsewhere(uuid: string, holder: Holder): void;
}

/** A journal that lives as long as the test. */
export function createMemoryJournal(): MemoryJournal {
  const files = new Map<string, readonly KnownEntry[]>();
  const holders = new Map<string, Holder>();
  const elsewhere = new Map<string, Holder>();
  const entriesOf = (owner: string): readonly KnownEntry[] => files.get(owner) ?? [];
  const change = (
    owner: string,
    generation: string,
    by: (entry: KnownEntry) => readonly KnownEntry[],
  ): void => {
    const changed = entriesOf(owner).flatMap((entry) =>
      entry.generation === generation ? by(entry) : [entry],
    );
    files.set(owner, changed);
  };
  const set = (owner: string, generation: string, more: Partial<KnownEntry>): void =>
    change(owner, generation, (entry) => [{ ...entry, ...more }]);
  const add: MemoryJournal["add"] = (owner, entry) => {
    const whole: KnownEntry = {
      generation: "",
      spec: "",
      origin: "",
      postedAtMs: 0,
      state: "posted",
      place: "here",
      liveness: "dead",
      ...entry,
    };
    change(owner, whole.generation, () => []);
    files.set(owner, [...entriesOf(owner), whole]);
  };
  return {
    add,
    hold(uuid, holder) {
      const before = holders.get(uuid);
      holders.set(uuid, holder);
      return before;
    },
    holdElsewhere: (uuid, holder) => void elsewhere.set(uuid, holder),
    project: {},
    entriesOf,
    entriesOfPlace: () =>
      [...files].flatMap(([owner, entries]) => entries.map((entry) => ({ owner, entry }))),
    holderOf: (uuid) => holders.get(uuid),
    holdersAnywhere: (uuid) => [
      ...placed(holders.get(uuid), "here"),
      ...placed(elsewhere.get(uuid), "other"),
    ],
    heldBy: (holder) =>
      [...holders].flatMap(([uuid, one]) => (one.holder === holder ? [uuid] : [])),
    claim(owner, purchase) {
      const busy = entriesOf(owner).find(
        ({ liveness }) => liveness === "alive" || liveness === "unknown",
      );
      if (busy === undefined) add(owner, { ...purchase, state: "claimed", liveness: "own" });
      return busy;
    },
    post: (owner, purchase) => add(owner, { ...purchase, liveness: "own" }),
    sentTwice: (owner, generation, isSentTwice) => set(owner, generation, { isSentTwice }),
    name: (owner, generation, uuid) => set(owner, generation, { uuid }),
    told: (owner, generation) => set(owner, generation, { state: "told" }),
    abandon: () => undefined,
    replaced: (owner, generations) =>
      generations.forEach((generation) => set(owner, generation, { state: "replaced" })),
    remove: (owner, generation) => change(owner, generation, () => []),
    release: (uuid) => void holders.delete(uuid),
    keepAlive: () => () => undefined,
    isStillAnnounced: () => true,
    settle: () => undefined,
  };
}

function placed(holder: Holder | undefined, place: KnownHolder["place"]): readonly KnownHolder[] {
  return holder === undefined ? [] : [{ ...holder, place }];
}
