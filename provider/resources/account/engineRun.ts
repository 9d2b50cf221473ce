// What the provider processes of one command share. The engine starts one for each package and
// configuration, and shows each process only a part of the state. Each process writes its own file.
// Only files of running processes count, so the knowledge of a preview ends with its processes.
import { appendFileSync, mkdirSync, rmSync, statSync } from "node:fs";
import path from "node:path";

import * as z from "zod";

import { namesIn, readText } from "./atomicFile";
import { findProcess, processSchema, type ProcessIdentity, type ProcessTable } from "./liveness";

const noteSchema = z.discriminatedUnion("kind", [
  /** A state holds this job. */
  z.object({
    kind: z.literal("shown"),
    uuid: z.string().optional(),
    generation: z.string().optional(),
  }),
  /** A job that was shown is proven gone. */
  z.object({ kind: z.literal("gone"), uuid: z.string() }),
  /** A delete has ended this job. */
  z.object({ kind: z.literal("deleted"), uuid: z.string() }),
  /** A create bought or adopted this job for a generation. */
  z.object({ kind: z.literal("claimed"), uuid: z.string(), generation: z.string() }),
  /** The resource of this generation has the job in the state. */
  z.object({ kind: z.literal("held"), uuid: z.string(), generation: z.string() }),
  /** The resource of this generation gave up the job, or did not get it after all. */
  z.object({ kind: z.literal("released"), uuid: z.string(), generation: z.string() }),
]);

/** One message from a process to the others. */
export type RunNote = z.infer<typeof noteSchema>;

/** The processes of one command of the engine. */
export interface EngineRun {
  /** Shares a note with the others. */
  note(note: RunNote): void;
  /** What the others have written so far, each in its own order. */
  others(): readonly RunNote[];
  /** The file that the processes share; `undefined` for a single process. */
  readonly sharedFile: string | undefined;
  /** This process ends. */
  end(): void;
}

/** A run of one process, or a process that no engine started. */
export const aloneInRun: EngineRun = {
  note: () => undefined,
  others: () => [],
  sharedFile: undefined,
  end: () => undefined,
};

/**
 * The run that a process belongs to. The engine's address names it: all processes of a command get
 * the same one, and no two running engines share one.
 *
 * @param folder where the journal is.
 */
export function joinEngineRun(
  folder: string,
  engineAddress: string,
  self: ProcessIdentity,
  processes: ProcessTable,
): EngineRun {
  const runs = path.join(folder, "runs");
  const name = engineAddress.replace(/[^\w.]/g, "-");
  const prefix = `${name}.`;
  const file = path.join(runs, `${prefix}${self.key}.jsonl`);
  const sharedFile = path.join(runs, `${name}.json`);
  let isWritable = true;
  const write = (line: object): void => {
    if (!isWritable) return;
    try {
      appendFileSync(file, `${JSON.stringify(line)}\n`, { mode: 0o600 });
    } catch {
      // The journal warns of that, in the same folder; a single process needs no notes.
      isWritable = false;
    }
  };
  let hasBegun = false;
  const read = new Map<string, { readonly bytes: number; readonly notes: readonly RunNote[] }>();
  /** The notes of another process, read again only when the file has grown. */
  const notesOf = (other: string): readonly RunNote[] => {
    const { size: bytes } = statSync(other, { throwIfNoEntry: false }) ?? { size: 0 };
    const known = read.get(other);
    if (known?.bytes === bytes) return known.notes;
    const notes = readNotes(other, processes);
    read.set(other, { bytes, notes });
    return notes;
  };
  const othersFiles = (): readonly string[] =>
    notesIn(runs, prefix)
      .map((other) => path.join(runs, other))
      .filter((other) => other !== file);
  return {
    note(note) {
      if (!hasBegun) {
        hasBegun = true;
        try {
          mkdirSync(runs, { recursive: true, mode: 0o700 });
          // What an earlier run with the same address left behind.
          if (othersFiles().length === 0) rmSync(sharedFile, { force: true });
        } catch {
          isWritable = false;
        }
        write({ kind: "process", process: self });
      }
      write(note);
    },
    others: () => othersFiles().flatMap(notesOf),
    sharedFile,
    end() {
      try {
        rmSync(file, { force: true });
        if (notesIn(runs, prefix).length === 0) rmSync(sharedFile, { force: true });
      } catch {
        // There is no folder of runs.
      }
    },
  };
}

const headSchema = z.object({ process: processSchema });

/** The notes of a process that still runs. What a dead one left behind is removed. */
function readNotes(file: string, processes: ProcessTable): readonly RunNote[] {
  const [first = "", ...lines] = (readText(file) ?? "").split("\n");
  const head = headSchema.safeParse(jsonOf(first));
  if (!head.success) return [];
  const found = findProcess(processes, head.data.process);
  if (found === "none") rmSync(file, { force: true });
  // Processes of one command run on one machine.
  if (found === "none" || found === "elsewhere") return [];
  return lines.flatMap((line) => {
    const note = noteSchema.safeParse(jsonOf(line));
    return note.success ? [note.data] : [];
  });
}

/** The last line may be half written. */
function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

function notesIn(folder: string, prefix: string): readonly string[] {
  return namesIn(folder).filter((name) => name.startsWith(prefix) && name.endsWith(".jsonl"));
}
