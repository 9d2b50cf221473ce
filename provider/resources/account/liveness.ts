// Whether a process that once started a purchase can still finish it. The decision is pure; the
// facts come from the operating system and from a file that the process touches while it works.
import { readFileSync, readlinkSync, rmSync, statSync } from "node:fs";
import { hostname } from "node:os";
import path from "node:path";

import * as z from "zod";

import { ageMs, touchFile } from "./atomicFile";

/** How a process is written down. */
export const processSchema = z.object({
  key: z.string(),
  boot: z.string(),
  namespace: z.string().optional(),
  pid: z.number(),
  startedAt: z.string().optional(),
});

/** A process, named so that a later run can ask whether it still exists. */
export interface ProcessIdentity {
  /** Random; names the file that the process touches while a create runs. */
  readonly key: string;
  /** This boot of the machine; where the system does not say, the machine's name. */
  readonly boot: string;
  /** Namespace that the pid counts in: two containers may both have a process 7. */
  readonly namespace?: string | undefined;
  readonly pid: number;
  /** Start time in the system's own unit: pids are used again. */
  readonly startedAt?: string | undefined;
}

/** What is known of a process. */
export interface LivenessFacts {
  /**
   * Whether it can be looked up here, and the result: `same` is this very process, `reused` may be
   * another one with its pid, `none` is no process, `elsewhere` cannot be looked up.
   */
  readonly found: "same" | "reused" | "none" | "elsewhere";
  /** Time since it last touched its file; `undefined` where there is no such file. */
  readonly untouchedMs: number | undefined;
}

/** Whether a process may still send what it announced. */
export type Liveness = "alive" | "dead" | "unknown";

/** A process touches its file every {@link HEARTBEAT_MS}; after so long it counts as dead. */
export const DEAD_AFTER_MS = 3 * 60_000;
/** Time between two touches. */
export const HEARTBEAT_MS = 10_000;
/** A process that finds its own file untouched for so long was suspended. */
export const SUSPENDED_AFTER_MS = 60_000;

/** Decides whether a process lives. */
export function decideLiveness({ found, untouchedMs }: LivenessFacts): Liveness {
  // One that was suspended has touched nothing, and goes on when it wakes.
  if (found === "same") return "alive";
  if (found === "none") return "dead";
  return untouchedMs === undefined || untouchedMs > DEAD_AFTER_MS ? "dead" : "unknown";
}

/** What the system says of a process on this machine. */
export interface ProcessTable {
  readonly boot: string;
  readonly namespace: string | undefined;
  /** Start time of a process; `undefined` when there is none, or the system does not say. */
  startOf(pid: number): string | undefined;
  /** Whether a process with this pid exists. */
  exists(pid: number): boolean;
}

/** The process table of this machine. Everything beyond pids is Linux's. */
export const systemProcesses: ProcessTable = {
  boot: quietly(() => readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim()) ?? hostname(),
  namespace: quietly(() => readlinkSync("/proc/self/ns/pid")),
  startOf: (pid) =>
    // The name in the second field may hold spaces and parentheses; the 22nd field is the start.
    quietly(() => readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)?.split(" ")[19]),
  exists(pid) {
    try {
      process.kill(pid, 0);
      return true;
    } catch (error) {
      // It exists, and belongs to another user.
      return (error as NodeJS.ErrnoException).code === "EPERM";
    }
  },
};

/** Names a process of this machine. */
export function identify(table: ProcessTable, pid: number, key: string): ProcessIdentity {
  return {
    key,
    boot: table.boot,
    namespace: table.namespace,
    pid,
    startedAt: table.startOf(pid),
  };
}

/** What the process table says of a process. */
export function findProcess(
  table: ProcessTable,
  { boot, namespace, pid, startedAt }: ProcessIdentity,
): LivenessFacts["found"] {
  if (boot !== table.boot || namespace !== table.namespace) return "elsewhere";
  if (!table.exists(pid)) return "none";
  if (startedAt === undefined) return "reused";
  return table.startOf(pid) === startedAt ? "same" : "none";
}

/** What a heartbeat works with. */
export interface HeartbeatEffects {
  readonly self: ProcessIdentity;
  readonly processes: ProcessTable;
  /** Calls a function at intervals until the returned function is called. */
  readonly every: (intervalMs: number, call: () => void) => () => void;
}

/** How a process shows that it lives, and sees whether others do. */
export interface Heartbeat {
  /** Touches this process's file until the returned function is called. */
  keepAlive(): () => void;
  /** Whether this process was suspended long enough to be taken for dead; touches its file. */
  wasSuspended(): boolean;
  /**
   * Whether a process lives.
   *
   * @param process `undefined` in files of version 0.1: then the file's own age counts.
   */
  livenessOf(process: ProcessIdentity | undefined, file: string): Liveness;
  /** This process ends. */
  end(): void;
}

/** A heartbeat with files in a folder. */
export function createHeartbeat(
  folder: string,
  { self, processes, every }: HeartbeatEffects,
): Heartbeat {
  let working = 0;
  let stop: (() => void) | undefined;
  const fileOf = (key: string): string => path.join(folder, "processes", key);
  const beat = (): void => {
    // Where it cannot be written, the journal says so.
    quietly(() => touchFile(fileOf(self.key)));
  };
  const untouchedMs = (file: string): number | undefined =>
    quietly(() => statSync(file)) === undefined ? undefined : ageMs(file);
  return {
    keepAlive() {
      working += 1;
      if (stop === undefined) {
        beat();
        stop = every(HEARTBEAT_MS, beat);
      }
      let isWorking = true;
      return () => {
        if (!isWorking) return;
        isWorking = false;
        working -= 1;
        if (working > 0) return;
        stop?.();
        stop = undefined;
      };
    },
    wasSuspended() {
      const sinceMs = untouchedMs(fileOf(self.key));
      if (sinceMs === undefined || sinceMs <= SUSPENDED_AFTER_MS) return false;
      beat();
      return true;
    },
    livenessOf(process, file) {
      const found = process === undefined ? "elsewhere" : findProcess(processes, process);
      const touched = process === undefined ? file : fileOf(process.key);
      return decideLiveness({ found, untouchedMs: untouchedMs(touched) });
    },
    end() {
      quietly(() => rmSync(fileOf(self.key), { force: true }));
    },
  };
}

export function quietly<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
