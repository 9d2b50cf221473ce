// The form of one purchase in a file of the journal, and how files of earlier versions are read.
import * as z from "zod";

import type { ProjectHashes } from "./projectFile";
import { processSchema, type ProcessIdentity } from "./liveness";
import type { RequestTime } from "./requestTime";

/**
 * How far a purchase came, as far as this machine knows.
 *
 * - `claimed`: a create is about to list the jobs; nothing was sent.
 * - `posted`: it is being sent, or was, and its result was never returned.
 * - `told`: create returned with the job's id, so a state may hold the job.
 * - `settled`: the process that returned it ended properly: the engine had its chance to write.
 * - `tracked`: a state has shown the job, under any name.
 * - `replaced`: a later purchase of the same resource took its place; the engine may delete it yet.
 */
export type EntryState = "claimed" | "posted" | "told" | "settled" | "tracked" | "replaced";

/** One purchase. */
export interface JournalEntry extends RequestTime {
  readonly generation: string;
  /** Hash of what was ordered. */
  readonly spec: string;
  readonly origin: string;
  readonly uuid?: string | undefined;
  readonly state: EntryState;
  /** Owner of the resource that held the job when a state last showed it, without the namespace. */
  readonly holder?: string | undefined;
  /** Whether the job was last shown with `retainOnDelete`. */
  readonly isRetained?: boolean | undefined;
  /** Whether a second request was sent, and the result of both is not checked yet. */
  readonly isSentTwice?: boolean | undefined;
  /** Whether the engine went away while the request was open: no state will hold its job. */
  readonly isAbandoned?: boolean | undefined;
  /** Fingerprint of the key that it was sent with; absent in files of version 0.1. */
  readonly key?: string | undefined;
  /** Hash of the project's name; absent where the run could not tell. */
  readonly project?: string | undefined;
  /** Hash of the project's folder; absent where the run could not tell, and in older files. */
  readonly projectFolder?: string | undefined;
  /** The stack that it was for, as `project/stack`; absent where the run could not tell. */
  readonly stack?: string | undefined;
  /** The process that announced it; absent in files of version 0.1. */
  readonly process?: ProcessIdentity | undefined;
}

/** The project whose run announced a purchase, as far as the entry tells. */
export function projectOf({
  project,
  projectFolder,
}: Pick<JournalEntry, "project" | "projectFolder">): ProjectHashes {
  return { name: project, folder: projectFolder };
}

const entrySchema = z.object({
  generation: z.string(),
  spec: z.string(),
  origin: z.string(),
  postedAtMs: z.number(),
  clockOffsetMs: z.number().optional(),
  uuid: z.string().optional(),
  // Version 0.1 wrote `answered` at a proper end of the process.
  state: z.preprocess(
    (state) => (state === "answered" ? "settled" : state),
    z.enum(["claimed", "posted", "told", "settled", "tracked", "replaced"]),
  ),
  holder: z.string().optional(),
  isRetained: z.boolean().optional(),
  isSentTwice: z.boolean().optional(),
  isAbandoned: z.boolean().optional(),
  key: z.string().optional(),
  project: z.string().optional(),
  projectFolder: z.string().optional(),
  stack: z.string().optional(),
  process: processSchema.optional(),
});

/** An entry of a file. One that this version does not understand is kept as it is. */
export type StoredEntry = JournalEntry | { readonly notUnderstood: unknown };

/** Reads the text of a file. A file that is broken or not there holds nothing. */
export function parseEntries(text = "[]"): readonly StoredEntry[] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return [];
  }
  if (!Array.isArray(parsed)) return [];
  return parsed.map((raw: unknown): StoredEntry => {
    const entry = entrySchema.safeParse(raw);
    return entry.success ? entry.data : { notUnderstood: raw };
  });
}

/** The text of a file. */
export function formatEntries(entries: readonly StoredEntry[]): string {
  return JSON.stringify(
    entries.map((entry) => ("notUnderstood" in entry ? entry.notUnderstood : entry)),
  );
}

/** The entries that this version understands. */
export function understood(entries: readonly StoredEntry[]): readonly JournalEntry[] {
  return entries.flatMap((entry) => ("notUnderstood" in entry ? [] : [entry]));
}
