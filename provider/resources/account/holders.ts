// Which resource holds a job, for the jobs that states of one place have shown: a job keeps the marker
// of its purchase when its stack is renamed or its resource is moved.
import { rmSync } from "node:fs";

import * as z from "zod";

import { readText, writeText } from "./atomicFile";

/** The resource that a state held a job for. */
export interface Holder {
  /** Owner of the resource, without the namespace. */
  readonly holder: string;
  /** Whether it had the option `retainOnDelete`. */
  readonly isRetained: boolean;
}

/** The holders of one place. */
export interface Holders {
  holderOf(uuid: string): Holder | undefined;
  heldBy(holder: string): readonly string[];
  /** Notes what states have shown; what does not name both job and holder says nothing new. */
  note(jobs: readonly (Partial<Holder> & { readonly uuid: string | undefined })[]): void;
  /** Forgets a job that has ended. */
  release(uuid: string): void;
}

const schema = z.record(z.string(), z.object({ holder: z.string(), isRetained: z.boolean() }));

/**
 * Holders in a file.
 *
 * @param writing does what may fail, and says so once.
 */
export function createHolders(file: string, writing: (write: () => void) => void): Holders {
  const read = (): Record<string, Holder> => {
    try {
      return schema.parse(JSON.parse(readText(file) ?? "{}"));
    } catch {
      return {};
    }
  };
  const change = (by: (holders: Map<string, Holder>) => void): void => {
    const before = JSON.stringify(read());
    const holders = new Map(Object.entries(JSON.parse(before) as Record<string, Holder>));
    by(holders);
    const after = JSON.stringify(Object.fromEntries(holders));
    if (after === before) return;
    writing(() => {
      if (holders.size === 0) rmSync(file, { force: true });
      else writeText(file, after, false);
    });
  };
  return {
    holderOf: (uuid) => read()[uuid],
    heldBy: (holder) =>
      Object.entries(read()).flatMap(([uuid, one]) => (one.holder === holder ? [uuid] : [])),
    note(jobs) {
      if (jobs.length === 0) return;
      change((holders) => {
        for (const { uuid, holder, isRetained = false } of jobs) {
          if (uuid !== undefined && holder !== undefined) holders.set(uuid, { holder, isRetained });
        }
      });
    },
    release: (uuid) => change((holders) => void holders.delete(uuid)),
  };
}
