// What a run leaves behind for the next one on the same machine: which purchases were announced, how
// far each came, and which resource holds its job. No secrets. It can only make a run safer: a lost
// journal leads to a question, never to a second job.
import { existsSync, readdirSync, rmSync } from "node:fs";
import path from "node:path";

import type { Log } from "../../api/log";
import { readText, withLock, writeText } from "./atomicFile";
import { createHolders, readHolders, type Holder } from "./holders";
import type { ProjectHashes } from "./projectFile";
import {
  formatEntries,
  parseEntries,
  understood,
  type EntryState,
  type JournalEntry,
  type StoredEntry,
} from "./journalEntry";
import { createHeartbeat, type HeartbeatEffects, type Liveness } from "./liveness";
import { ownerText, type Marker } from "../job/marker";

/**
 * Which backend something was noted for: `here`, that of this run; `unknown`, where it cannot be
 * determined; or `other`.
 */
export type KnownPlace = "here" | "unknown" | "other";

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
  heldBy(holder: string): readonly string[];
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
  /** Notes that a resource holds a job now: for other runs and for `dispersed sweep`, at once. */
  hold(uuid: string, holder: Holder): void;
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

/** The backend of the state that a journal is about. */
export interface JournalPlace {
  /** Names the place in file names, without a dot. */
  readonly id: string;
  /** Whether the place is known: where it is not, entries only ever lead to a question. */
  readonly isKnown: boolean;
  readonly project?: ProjectHashes | undefined;
  /** What version 0.1 called the place, and whether that name distinguished backends. */
  readonly legacy?: { readonly id: string; readonly isKnown: boolean } | undefined;
}

/** What a journal needs. */
export interface JournalEffects extends HeartbeatEffects {
  /** Receives one warning when nothing can be written. */
  readonly log: Pick<Log, "warn">;
  /** Whether the engine has gone: then no state will hold what create returns. */
  readonly isEngineGone: () => boolean;
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

/** Whether the purchase has not been returned to the engine yet. */
function isOpen(state: EntryState): boolean {
  return state === "claimed" || state === "posted";
}

/**
 * A journal with one file for each owner and place.
 *
 * @param folder where the files are; made when it is needed.
 */
export function createFileJournal(
  folder: string,
  place: JournalPlace,
  effects: JournalEffects,
): Journal {
  const { log, self, isEngineGone } = effects;
  const heartbeat = createHeartbeat(folder, effects);
  /** Owners by the generations of their purchases. */
  const told = new Map<string, string>();
  /** Owners by the generations that were posted and neither returned nor refused. */
  const open = new Map<string, string>();
  /** Generations that this process replaced. */
  const replacedHere = new Set<string>();
  const { project = {} } = place;
  let hasWarned = false;
  const fileOf = (owner: string, placeId = place.id): string =>
    path.join(folder, `${owner}.${placeId}.json`);

  const writing = (write: () => void): void => {
    try {
      write();
    } catch (error) {
      if (hasWarned) return;
      hasWarned = true;
      const { code } = error as NodeJS.ErrnoException;
      log.warn(
        `The journal in Pulumi's home folder cannot be written (${code ?? "unknown error"}). If ` +
          "this run is killed, the next one asks before it creates a job again.",
      );
    }
  };
  const holders = createHolders(path.join(folder, `holders.${place.id}.json`), writing);
  const locked = <T>(owner: string, action: () => T): T =>
    withLock(path.join(folder, `${owner}.lock`), action);
  const changeFile = (
    file: string,
    by: (entries: readonly StoredEntry[]) => readonly StoredEntry[],
    durable: boolean,
  ): void => {
    const before = parseEntries(readText(file) ?? "[]");
    const after = by(before);
    const isSame = after.length === before.length && after.every((one, at) => one === before[at]);
    if (isSame) return;
    if (after.length > 0) writeText(file, formatEntries(after), durable);
    else rmSync(file, { force: true });
  };
  /** Changes what this place and version 0.1 wrote. */
  const change = (
    owner: string,
    by: (entries: readonly StoredEntry[]) => readonly StoredEntry[],
    durable = false,
  ): void => {
    const ids = [place.id, ...(place.legacy === undefined ? [] : [place.legacy.id])];
    const files = ids.map((id) => fileOf(owner, id)).filter((file) => existsSync(file));
    if (files.length === 0) return;
    writing(() => locked(owner, () => files.forEach((file) => changeFile(file, by, durable))));
  };
  const changeEntry = (
    owner: string,
    generation: string,
    by: (entry: JournalEntry) => JournalEntry,
    durable = false,
  ): void =>
    change(owner, (all) => all.map((one) => (isOf(one, generation) ? by(one) : one)), durable);
  const setState = (owner: string, generation: string, state: EntryState, durable = false): void =>
    changeEntry(
      owner,
      generation,
      (entry) => (entry.state === state ? entry : { ...entry, state }),
      durable,
    );
  const announce = (owner: string, purchase: Announcement, state: EntryState): void => {
    // Other places find the files of this one by its name.
    const named = path.join(folder, PLACES, place.id);
    if (!existsSync(named)) writeText(named, "", false);
    changeFile(
      fileOf(owner),
      (all) => [
        ...all.filter((one) => !isOf(one, purchase.generation)),
        {
          ...purchase,
          ...(project.name === undefined ? {} : { project: project.name }),
          ...(project.folder === undefined ? {} : { projectFolder: project.folder }),
          state,
          process: self,
        },
      ],
      state === "posted",
    );
  };

  const livenessOf = (entry: JournalEntry, file: string): KnownEntry["liveness"] => {
    // Only a purchase that was never returned can still be in flight; of a later one it matters
    // whether its run is still writing the state.
    if (!isOpen(entry.state) && entry.state !== "told") return "dead";
    if (entry.process?.key === self.key) return "own";
    return heartbeat.livenessOf(entry.process, file);
  };
  const placeOf = (id: string): KnownPlace => {
    const known = id === place.id ? place : id === place.legacy?.id ? place.legacy : undefined;
    // Where this run's backend is unknown, it may be the one that wrote any entry.
    if (known === undefined) return place.isKnown ? "other" : "unknown";
    return known.isKnown ? "here" : "unknown";
  };
  const entriesOf = (owner: string): readonly KnownEntry[] => {
    const ids = new Set([place.id, ...namesIn(path.join(folder, PLACES))]);
    if (place.legacy !== undefined) ids.add(place.legacy.id);
    return [...ids].flatMap((id) => {
      const file = fileOf(owner, id);
      return understood(parseEntries(readText(file) ?? "[]")).map((entry) => ({
        ...entry,
        place: placeOf(id),
        liveness: livenessOf(entry, file),
      }));
    });
  };
  const track = ({ marker, holder, isRetained, isImport, isCurrent }: ShownJob): void => {
    if (marker === undefined || told.has(marker.generation)) return;
    changeEntry(ownerText(marker), marker.generation, (entry) => {
      // A job that only waits for its delete is shown by reads and deletes, and by nothing else; one
      // that this process replaced was current until then.
      const isReplaced = !isCurrent || replacedHere.has(marker.generation);
      if (entry.state === "replaced" && isReplaced) return entry;
      const seen = {
        // What only an import has shown may still be the other resource's.
        holder: isImport === true ? entry.holder : (holder ?? entry.holder),
        isRetained: isRetained ?? entry.isRetained ?? false,
      };
      const isNews =
        entry.state !== "tracked" ||
        entry.holder !== seen.holder ||
        (entry.isRetained ?? false) !== seen.isRetained;
      return isNews ? { ...entry, ...seen, state: "tracked" } : entry;
    });
  };

  const abandon = (): void => {
    for (const [generation, owner] of open) {
      changeEntry(owner, generation, (entry) => ({ ...entry, isAbandoned: true }));
    }
  };

  return {
    project,
    entriesOf,
    entriesOfPlace() {
      const owners = namesIn(folder).flatMap((name) => {
        const [, owner, placeId = ""] = FILE.exec(name) ?? [];
        return owner === undefined || placeOf(placeId) === "other" ? [] : [owner];
      });
      return [...new Set(owners)].flatMap((owner) =>
        entriesOf(owner).flatMap((entry) => (entry.place === "other" ? [] : [{ owner, entry }])),
      );
    },
    holderOf: (uuid) => holders.holderOf(uuid),
    holdersAnywhere: (uuid) =>
      namesIn(folder).flatMap((name) => {
        const [, placeId] = HOLDERS.exec(name) ?? [];
        if (placeId === undefined) return [];
        const holder = readHolders(path.join(folder, name))[uuid];
        return holder === undefined ? [] : [{ ...holder, place: placeOf(placeId) }];
      }),
    heldBy: (holder) => holders.heldBy(holder),
    claim(owner, purchase) {
      let busy: KnownEntry | undefined;
      writing(() =>
        locked(owner, () => {
          busy = entriesOf(owner).find(isBusy);
          if (busy === undefined) announce(owner, purchase, "claimed");
        }),
      );
      return busy;
    },
    post(owner, purchase) {
      open.set(purchase.generation, owner);
      writing(() => locked(owner, () => announce(owner, purchase, "posted")));
      // The engine may have gone a moment ago.
      if (isEngineGone()) abandon();
    },
    sentTwice: (owner, generation, isOpenStill) =>
      changeEntry(owner, generation, (entry) => ({ ...entry, isSentTwice: isOpenStill }), true),
    name: (owner, generation, uuid) =>
      changeEntry(owner, generation, (entry) => ({ ...entry, uuid }), true),
    told(owner, generation) {
      if (isEngineGone()) return;
      told.set(generation, owner);
      open.delete(generation);
      setState(owner, generation, "told", true);
      // If this cannot be written, the announcement must go: the next run would take the job.
      const isStale = entriesOf(owner).some(
        (entry) => entry.generation === generation && isOpen(entry.state),
      );
      if (isStale) writing(() => rmSync(fileOf(owner), { force: true }));
    },
    abandon,
    replaced(owner, generations) {
      for (const generation of generations) {
        replacedHere.add(generation);
        setState(owner, generation, "replaced");
      }
    },
    remove(owner, generation) {
      told.delete(generation);
      open.delete(generation);
      change(owner, (all) => all.filter((one) => !isOf(one, generation)));
    },
    hold: (uuid, holder) => holders.hold(uuid, holder),
    release: (uuid) => holders.release(uuid),
    keepAlive: () => heartbeat.keepAlive(),
    isStillAnnounced: (owner, generation) =>
      !heartbeat.wasSuspended() ||
      entriesOf(owner).some((entry) => entry.generation === generation && entry.liveness === "own"),
    settle(shown) {
      const jobs = [...shown];
      for (const job of jobs) track(job);
      for (const [generation, owner] of told) setState(owner, generation, "settled");
      holders.note(jobs);
      heartbeat.end();
    },
  };
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

function isOf(entry: StoredEntry, generation: string): entry is JournalEntry {
  return !("notUnderstood" in entry) && entry.generation === generation;
}

/** `<stack>.<resource>.<place>.json` */
const FILE = /^([a-z2-7]{8}\.[a-z2-7]{8})\.([^.]+)\.json$/;

/** `holders.<place>.json` */
const HOLDERS = /^holders\.([^.]+)\.json$/;

/** The folder whose files are named after the places that wrote journals. */
const PLACES = "places";

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
