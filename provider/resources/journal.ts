// What an interrupted run leaves behind for the next one on the same machine: which purchases were
// sent, and which of them the engine has heard of. No secrets. A lost journal costs convenience.
import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from "node:fs";
import { homedir } from "node:os";
import path from "node:path";

import * as z from "zod";

import type { Log } from "../api/log";
import { ownerText, type Marker } from "./marker";

/** One purchase. */
export interface JournalEntry {
  readonly generation: string;
  /** Hash of what was ordered. */
  readonly spec: string;
  readonly origin: string;
  /** When it was sent, Unix time in milliseconds. */
  readonly postedAtMs: number;
  readonly uuid?: string | undefined;
  /**
   * - `posted`: it was sent, and nobody knows what became of the run.
   * - `answered`: the engine was told of the job and came to a proper end, but may have failed to
   *   write its state.
   * - `tracked`: a later run was shown the job, so the state has it.
   */
  readonly state: "posted" | "answered" | "tracked";
}

/** The purchases of this machine, by owner. */
export interface Journal {
  entriesOf(owner: string): readonly JournalEntry[];
  /** Writes a purchase down, safe from a crash, before it is sent. */
  post(owner: string, purchase: Omit<JournalEntry, "uuid" | "state">): void;
  /** Adds the job to a purchase. */
  name(owner: string, generation: string, uuid: string): void;
  /** Notes in memory that the engine was told of a purchase. */
  answered(owner: string, generation: string): void;
  /** Removes a purchase: it was refused, or its job has ended. */
  remove(owner: string, generation: string): void;
  /**
   * The process ends, and the engine is alive.
   *
   * @param shown purchases that the engine has shown this process.
   */
  settle(shown: Iterable<Marker>): void;
}

/** Whether the journal knows a purchase as one that the engine was told of. */
export function isTracked(journal: Pick<Journal, "entriesOf">, marker: Marker): boolean {
  return journal
    .entriesOf(ownerText(marker))
    .some(({ state, generation }) => state !== "posted" && generation === marker.generation);
}

/** Where a machine's journals are: in the home folder of Pulumi. */
export function journalFolder(env: Readonly<Record<string, string | undefined>>): string {
  return path.join(env["PULUMI_HOME"] ?? path.join(homedir(), ".pulumi"), "dispersed");
}

const entriesSchema = z
  .array(
    z.object({
      generation: z.string(),
      spec: z.string(),
      origin: z.string(),
      postedAtMs: z.number(),
      uuid: z.string().optional(),
      state: z.enum(["posted", "answered", "tracked"]),
    }),
  )
  .catch([]);

/**
 * A journal with one file for each owner.
 *
 * @param folder where the files are; made when it is needed.
 * @param place what else tells owners apart: the same names in another project folder or on another
 * backend are somebody else's.
 * @param log told once when nothing can be written.
 */
export function createFileJournal(folder: string, place: string, log: Pick<Log, "warn">): Journal {
  /** Owners by the generations of their purchases. */
  const answered = new Map<string, string>();
  let hasWarned = false;
  const fileOf = (owner: string): string => path.join(folder, `${owner}.${place}.json`);

  const change = (
    owner: string,
    by: (entries: readonly JournalEntry[]) => readonly JournalEntry[],
    durable: boolean,
  ): void => {
    try {
      const before = readEntries(fileOf(owner));
      const after = by(before);
      if (after.length === before.length && after.every((entry, at) => entry === before[at]))
        return;
      if (after.length > 0) writeEntries(fileOf(owner), after, durable);
      else rmSync(fileOf(owner), { force: true });
    } catch (error) {
      if (hasWarned) return;
      hasWarned = true;
      const { code } = error as NodeJS.ErrnoException;
      log.warn(
        `the journal in Pulumi's home folder cannot be written (${code ?? "unknown error"}); if ` +
          "this run is killed, the next one asks before it buys again",
      );
    }
  };
  const set = (owner: string, generation: string, state: JournalEntry["state"]): void => {
    const isNews = (entry: JournalEntry): boolean =>
      entry.generation === generation && entry.state !== state;
    change(
      owner,
      (entries) => entries.map((entry) => (isNews(entry) ? { ...entry, state } : entry)),
      false,
    );
  };

  return {
    entriesOf: (owner) => readEntries(fileOf(owner)),
    post: (owner, purchase) =>
      change(
        owner,
        (entries) => [...without(entries, purchase.generation), { ...purchase, state: "posted" }],
        true,
      ),
    name: (owner, generation, uuid) =>
      change(
        owner,
        (entries) =>
          entries.map((entry) => (entry.generation === generation ? { ...entry, uuid } : entry)),
        true,
      ),
    answered: (owner, generation) => void answered.set(generation, owner),
    remove(owner, generation) {
      answered.delete(generation);
      change(owner, (entries) => without(entries, generation), false);
    },
    settle(shown) {
      for (const marker of shown) set(ownerText(marker), marker.generation, "tracked");
      for (const [generation, owner] of answered) set(owner, generation, "answered");
    },
  };
}

function without(entries: readonly JournalEntry[], generation: string): readonly JournalEntry[] {
  return entries.filter((entry) => entry.generation !== generation);
}

/** A file that is missing or broken holds nothing. */
function readEntries(file: string): readonly JournalEntry[] {
  try {
    const parsed: unknown = JSON.parse(readFileSync(file, "utf8"));
    return entriesSchema.parse(parsed);
  } catch {
    return [];
  }
}

/** Writes beside the file and puts it in place whole, so that a crash leaves the old or the new. */
function writeEntries(file: string, entries: readonly JournalEntry[], durable: boolean): void {
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  const draft = `${file}.${process.pid}`;
  const handle = openSync(draft, "w", 0o600);
  try {
    writeSync(handle, JSON.stringify(entries));
    if (durable) fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(draft, file);
}
