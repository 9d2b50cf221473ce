// What a run leaves behind for the next one on the same machine: which purchases were announced, how
// far each came, and which resource holds its job. No secrets. It can only make a run safer: a lost
// journal leads to a question, never to a second job.
import type { Holder } from "./holders";
import type { EntryState, JournalEntry } from "./journalEntry";
import type { KnownPlace } from "./journalFiles";
import type { Liveness } from "./liveness";
import type { ProjectHashes } from "./projectFile";
import { ownerText, type Marker } from "../job/marker";

/** The resource that held a job when a state last showed it, and the backend of that state. */
export interface KnownHolder extends Holder {
  readonly place: KnownPlace;
}

/** An entry, and how far it may be trusted. */
export interface KnownEntry extends JournalEntry {
  /** Where it was announced: the backend of the state that its job was for. */
  readonly place: KnownPlace;
  /** Whether the process that announced it may still send it, or its run write it into a state. */
  readonly liveness: Liveness | "own";
}

/** A purchase that is announced. */
export type Announcement = Pick<
  JournalEntry,
  "generation" | "spec" | "origin" | "postedAtMs" | "clockOffsetMs" | "key" | "stack"
>;

/** A job that a state has shown. */
export interface ShownJob extends Partial<Holder> {
  readonly uuid: string | undefined;
  /** The marker that the job was bought with. */
  readonly marker: Marker | undefined;
  /** Whether it is the resource's current job, and not one that only waits for its delete. */
  readonly isCurrent: boolean;
}

/** The purchases of this machine, by owner. */
export interface Journal {
  /** The project that this run is of. */
  readonly project: ProjectHashes;
  entriesOf(owner: string): readonly KnownEntry[];
  /** Entries of all resources of this place. */
  entriesOfPlace(): readonly { readonly owner: string; readonly entry: KnownEntry }[];
  /** The resource that held a job when a state of this place last showed it. */
  holderOf(uuid: string): Holder | undefined;
  /**
   * The resources that held a job when states last showed it, in any backend. Two backends may have
   * stacks of equal names, so a holder's name means a stack of this backend only where its place is
   * `here`.
   */
  holdersAnywhere(uuid: string): readonly KnownHolder[];
  /** The jobs that a resource held when a state of this place last showed them. */
  heldBy(holder: string | undefined): readonly string[];
  /**
   * Announces that a create begins, so that no other create of this owner runs at the same time.
   *
   * @returns the entry of a create that has already begun, if there is one; then nothing is
   * announced.
   */
  claim(owner: string, purchase: Announcement): KnownEntry | undefined;
  /** Announces a request, safe from a crash, before it is sent. */
  post(owner: string, purchase: Announcement): void;
  /** Records that a second request was sent, until the result of both is checked. */
  sentTwice(owner: string, generation: string, isOpen: boolean): void;
  /** Adds the job to a purchase. */
  name(owner: string, generation: string, uuid: string): void;
  /** Create is about to return the job's id: a state may hold it from now on. */
  told(owner: string, generation: string): void;
  /** The engine is gone: what this process has requested and not returned, no state will hold. */
  abandon(): void;
  /** A later purchase of the owner took the place of these. */
  replaced(owner: string, generations: readonly string[]): void;
  /** Removes a purchase: it was refused, or its job has ended. */
  remove(owner: string, generation: string): void;
  /**
   * Notes that a resource holds a job now: for other runs and for `dispersed sweep`, at once. Returns the
   * holder that was noted before.
   */
  hold(uuid: string, holder: Holder): Holder | undefined;
  /** Forgets who held a job that has ended. */
  release(uuid: string): void;
  /** Shows other processes that this one is at work, until the returned function is called. */
  keepAlive(): () => void;
  /**
   * Whether a purchase may still be sent: `false` when this process was suspended so long that
   * another one could take it for dead, and has taken its entry.
   */
  isStillAnnounced(owner: string, generation: string): boolean;
  /**
   * The process ends, and the engine is alive.
   *
   * @param shown jobs that states have shown to this process.
   */
  settle(shown: Iterable<ShownJob>): void;
}

/** Whether the journal knows a purchase as one that a state may hold. */
export function isTracked(journal: Pick<Journal, "entriesOf">, marker: Marker): boolean {
  return journal
    .entriesOf(ownerText(marker))
    .some(({ state, generation }) => !isOpen(state) && generation === marker.generation);
}

/**
 * The resource of another backend that held a job when a state there last showed it. It is not this
 * backend's, also where the two have stacks of equal names.
 */
export function holderInOtherBackend(
  journal: Pick<Journal, "holdersAnywhere">,
  uuid: string,
): KnownHolder | undefined {
  return journal.holdersAnywhere(uuid).find(({ place }) => place === "other");
}

/** Whether a purchase has not been returned to the engine yet. */
export function isOpen(state: EntryState): boolean {
  return state === "claimed" || state === "posted";
}

/** Whether another process may still send this purchase. */
export function isBusy(entry: Pick<KnownEntry, "state" | "liveness">): boolean {
  return isOpen(entry.state) && (entry.liveness === "alive" || entry.liveness === "unknown");
}

/** Whether a run was killed before the state had the job of this purchase, as far as is known. */
export function wasKilled({
  state,
  liveness,
  isAbandoned = false,
}: Pick<KnownEntry, "state" | "liveness" | "isAbandoned">): boolean {
  if (state === "told") return liveness === "dead";
  return state === "posted" && (isAbandoned || !isBusy({ state, liveness }));
}
