// What the other provider processes of the same command know of jobs.
import type { RunNote } from "./engineRun";

/** The sum of their notes. */
export interface OthersNotes {
  /** Jobs that a state has shown to one of them, unless it was proven gone since. */
  readonly shown: ReadonlySet<string>;
  /** Jobs that a delete has ended. A list that lags may still show them alive. */
  readonly deleted: ReadonlySet<string>;
  readonly generations: ReadonlyMap<string, string | undefined>;
  /** Generations by the jobs that were bought or adopted for them. */
  readonly claimed: ReadonlyMap<string, string>;
  /** Generations of the resources that have a job in the state. */
  readonly holders: ReadonlyMap<string, ReadonlySet<string>>;
}

/** Sums up notes in the order in which they were made. */
export function sumUpNotes(notes: readonly RunNote[]): OthersNotes {
  const shown = new Set<string>();
  const deleted = new Set<string>();
  const generations = new Map<string, string | undefined>();
  const claimed = new Map<string, string>();
  const holders = new Map<string, Set<string>>();
  for (const note of notes) {
    switch (note.kind) {
      case "shown":
        if (note.uuid !== undefined) shown.add(note.uuid);
        if (note.generation !== undefined) generations.set(note.generation, note.uuid);
        break;
      case "gone":
        shown.delete(note.uuid);
        holders.delete(note.uuid);
        for (const [generation, uuid] of generations) {
          if (uuid === note.uuid) generations.delete(generation);
        }
        break;
      case "deleted":
        deleted.add(note.uuid);
        break;
      case "claimed":
        claimed.set(note.uuid, note.generation);
        break;
      case "held":
        addTo(holders, note.uuid, note.generation);
        break;
      case "released":
        if (claimed.get(note.uuid) === note.generation) claimed.delete(note.uuid);
        holders.get(note.uuid)?.delete(note.generation);
        break;
    }
  }
  return { shown, deleted, generations, claimed, holders };
}

/** Adds a value to the set of a key. */
export function addTo<V>(sets: Map<string, Set<V>>, key: string, value: V): void {
  sets.set(key, (sets.get(key) ?? new Set()).add(value));
}
