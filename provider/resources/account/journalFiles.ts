// The files of the journal: for each backend of a state, one for each resource, and one with the holders
// of jobs.
import { existsSync, rmSync, statSync, utimesSync } from "node:fs";
import path from "node:path";

import { namesIn, readText, touchFile, withLock, writeText } from "./atomicFile";
import { readHolders, type Holder } from "./holders";
import {
  formatEntries,
  parseEntries,
  understood,
  type JournalEntry,
  type StoredEntry,
} from "./journalEntry";
import type { ProjectHashes } from "./projectFile";

/**
 * Which backend something was noted for: `here`, that of this run; `unknown`, where it cannot be
 * determined; or `other`.
 */
export type KnownPlace = "here" | "unknown" | "other";

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

/** An entry with the file that it is in. */
export interface FiledEntry {
  readonly entry: JournalEntry;
  readonly place: KnownPlace;
  readonly file: string;
}

/** Changes the entries of one file. What stays the same is not written. */
type Change = (entries: readonly StoredEntry[]) => readonly StoredEntry[];

/** The files below one folder. */
export interface JournalFiles {
  /** The entries of a resource, of all places. */
  entriesOf(owner: string): readonly FiledEntry[];
  /** The resources with entries, of all places. */
  owners(): readonly string[];
  /** Who held a job when states last showed it, of all places. */
  holdersOf(uuid: string): readonly (Holder & { readonly place: KnownPlace })[];
  /** Runs an action while no other process changes the entries of a resource. */
  locked<T>(owner: string, action: () => T): T;
  /** Adds an entry of this place, in the place of one of the same generation. Takes no lock. */
  put(owner: string, entry: JournalEntry, isDurable: boolean): void;
  /** Changes the entry of a generation, in what this place and version 0.1 wrote. */
  change(
    owner: string,
    generation: string,
    by: (entry: JournalEntry) => JournalEntry,
    isDurable?: boolean,
  ): void;
  /** Removes the entry of a generation. */
  remove(owner: string, generation: string): void;
  /** Removes all entries of a resource of this place. */
  drop(owner: string): void;
}

/** `holders.<place>.json` */
const HOLDERS = /^holders\.([^.]+)\.json$/;

/** The folder whose files are named after the places that wrote journals. */
const PLACES = "places";

/** The file with the holders of a place. */
export function holdersFile(folder: string, { id }: JournalPlace): string {
  return path.join(folder, `holders.${id}.json`);
}

/**
 * Opens the files below a folder.
 *
 * @param folder made when it is needed.
 * @param writing runs what writes, and may swallow its errors.
 */
export function createJournalFiles(
  folder: string,
  place: JournalPlace,
  writing: (write: () => void) => void,
): JournalFiles {
  /** What this place is called, and what version 0.1 called it. */
  const ownIds = new Set([place.id, place.legacy?.id ?? place.id]);
  /** `<stack>.<resource>.<place>.json`, where the first two are the owner. */
  const fileOf = (owner: string, placeId = place.id): string =>
    path.join(folder, `${owner}.${placeId}.json`);
  const locked = <T>(owner: string, action: () => T): T =>
    withLock(path.join(folder, `${owner}.lock`), action);
  const change = (owner: string, by: Change, isDurable = false): void => {
    const files = [...ownIds].map((id) => fileOf(owner, id)).filter((file) => existsSync(file));
    if (files.length === 0) return;
    const olds = new Set(place.legacy === undefined ? [] : [fileOf(owner, place.legacy.id)]);
    const changeOne = (file: string): void =>
      (olds.has(file) ? changeOldFile : changeFile)(file, by, isDurable);
    writing(() => locked(owner, () => files.forEach(changeOne)));
  };
  return {
    locked,
    entriesOf(owner) {
      const ids = new Set([...ownIds, ...namesIn(path.join(folder, PLACES))]);
      return [...ids].flatMap((id) => {
        const file = fileOf(owner, id);
        return understood(parseEntries(readText(file))).map((entry) => ({
          entry,
          place: knownPlaceOf(id, place),
          file,
        }));
      });
    },
    // A name that is no owner has no entries.
    owners: () => [...new Set(namesIn(folder).map((name) => name.split(".", 2).join(".")))],
    holdersOf: (uuid) =>
      namesIn(folder).flatMap((name) => {
        const placeId = HOLDERS.exec(name)?.[1];
        if (placeId === undefined) return [];
        const holder = readHolders(path.join(folder, name))[uuid];
        return holder === undefined ? [] : [{ ...holder, place: knownPlaceOf(placeId, place) }];
      }),
    put(owner, entry, isDurable) {
      // Other places find the files of this one by its name.
      const named = path.join(folder, PLACES, place.id);
      if (!existsSync(named)) touchFile(named);
      const others = (all: readonly StoredEntry[]): readonly StoredEntry[] =>
        all.filter((one) => !isOf(one, entry.generation));
      changeFile(fileOf(owner), (all) => [...others(all), entry], isDurable);
    },
    change: (owner, generation, by, isDurable) =>
      change(owner, (all) => all.map((one) => (isOf(one, generation) ? by(one) : one)), isDurable),
    remove: (owner, generation) =>
      change(owner, (all) => all.filter((one) => !isOf(one, generation))),
    // Another process may have dropped it.
    drop: (owner) => writing(() => rmSync(fileOf(owner), { force: true })),
  };
}

function changeFile(file: string, by: Change, isDurable: boolean): void {
  const before = parseEntries(readText(file));
  const after = by(before);
  const text = formatEntries(after);
  if (text === formatEntries(before)) return;
  if (after.length > 0) writeText(file, text, isDurable);
  else rmSync(file, { force: true });
}

/**
 * Changes a file of version 0.1, and leaves it as old as it was: its entries name no process, so its age alone tells
 * whether the run that wrote them is dead.
 */
function changeOldFile(file: string, by: Change, isDurable: boolean): void {
  const { atime, mtime } = statSync(file);
  changeFile(file, by, isDurable);
  if (existsSync(file)) utimesSync(file, atime, mtime);
}

/** What the place of a file is to this run. */
function knownPlaceOf(id: string, place: JournalPlace): KnownPlace {
  const known = [place, place.legacy].find((one) => one?.id === id);
  // Where this run's backend is unknown, it may be the one that wrote any entry.
  if (known === undefined) return place.isKnown ? "other" : "unknown";
  return known.isKnown ? "here" : "unknown";
}

function isOf(entry: StoredEntry, generation: string): entry is JournalEntry {
  return "generation" in entry && entry.generation === generation;
}
