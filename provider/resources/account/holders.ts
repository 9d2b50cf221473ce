// Which resource holds a job, for the jobs that states of one place have shown: a job keeps the marker
// of its purchase when its stack is renamed or its resource is moved.
import { rmSync } from "node:fs";

import * as z from "zod";

import { sanitizeOneLine } from "../../api/errors/sanitize";
import { readText, withLock, writeText } from "./atomicFile";

/** The resource that a state held a job for. */
export interface Holder {
  /** Owner of the resource, without the namespace. */
  readonly holder: string;
  /** Whether it had the option `retainOnDelete`. */
  readonly isRetained: boolean;
  /**
   * Whether only an import has shown it: a preview of one looks the same, and may have been declined.
   * The next run that finds the job in the state says so without this.
   */
  readonly isImport?: boolean | undefined;
  /** Its generation, which it keeps under every name; absent where its outputs do not tell it. */
  readonly generation?: string | undefined;
  /** Its logical name; absent in files of version 0.1. */
  readonly name?: string | undefined;
  /** `project/stack`; absent where the process did not know it. */
  readonly stack?: string | undefined;
  /** Name of the key that last saw the job; absent where the note is older than this field. */
  readonly key?: string | undefined;
}

/** A holder as messages name it, such as `resource box of stack lab/dev`. */
export function holderText({
  name,
  stack,
  place,
}: Pick<Holder, "name" | "stack"> & { readonly place?: string }): string {
  const resource = name === undefined ? "another resource" : `resource ${sanitizeOneLine(name)}`;
  const whole = stack === undefined ? resource : `${resource} of stack ${sanitizeOneLine(stack)}`;
  return place === "other" ? `${whole} in another backend` : whole;
}

/** The holders of one place. */
export interface Holders {
  holderOf(uuid: string): Holder | undefined;
  heldBy(holder: string | undefined): readonly string[];
  /** Notes a holder at once, if it is not the one that is known. Returns the one that was noted before. */
  hold(uuid: string, holder: Holder): Holder | undefined;
  /** Notes what states have shown. An entry without a job or a holder is ignored. */
  note(jobs: readonly (Partial<Holder> & { readonly uuid: string | undefined })[]): void;
  /** Forgets a job that has ended. */
  release(uuid: string): void;
}

const schema = z.record(
  z.string(),
  z.object({
    holder: z.string(),
    isRetained: z.boolean(),
    isImport: z.boolean().optional(),
    generation: z.string().optional(),
    name: z.string().optional(),
    stack: z.string().optional(),
    key: z.string().optional(),
  }),
);

/** The holders in a file. One that is broken holds nothing. */
export function readHolders(file: string): Readonly<Record<string, Holder>> {
  try {
    return schema.parse(JSON.parse(readText(file) ?? "{}"));
  } catch {
    return {};
  }
}

/**
 * Holders in a file.
 *
 * @param writing runs a write that may fail, and warns once.
 */
export function createHolders(file: string, writing: (write: () => void) => void): Holders {
  /** What this process has read or written: most of what a run shows is not news. */
  let seen: ReadonlyMap<string, Holder> | undefined;
  const change = (by: (holders: Map<string, Holder>) => void): void =>
    writing(() =>
      withLock(`${file}.lock`, () => {
        const holders = new Map(Object.entries(readHolders(file)));
        by(holders);
        seen = holders;
        if (holders.size === 0) rmSync(file, { force: true });
        else writeText(file, JSON.stringify(Object.fromEntries(holders)), false);
      }),
    );
  return {
    holderOf: (uuid) => readHolders(file)[uuid],
    heldBy: (holder) =>
      Object.entries(readHolders(file)).flatMap(([uuid, one]) =>
        one.holder === holder ? [uuid] : [],
      ),
    hold(uuid, holder) {
      seen ??= new Map(Object.entries(readHolders(file)));
      const before = seen.get(uuid);
      if (!isSame(before, holder)) change((holders) => void holders.set(uuid, holder));
      return before;
    },
    note(jobs) {
      const now = readHolders(file);
      const news = jobs.flatMap(({ uuid, holder, isRetained = false, isImport, ...known }) => {
        if (uuid === undefined || holder === undefined) return [];
        const { generation, name, stack, key } = known;
        const noted: Holder = {
          holder,
          isRetained,
          generation,
          name,
          stack,
          key,
          ...(isImport === true ? { isImport } : {}),
        };
        return isSame(now[uuid], noted) ? [] : [[uuid, noted] as const];
      });
      if (news.length === 0) return;
      change((holders) => news.forEach(([uuid, holder]) => holders.set(uuid, holder)));
    },
    release(uuid) {
      if (uuid in readHolders(file)) change((holders) => void holders.delete(uuid));
    },
  };
}

/** Whether two notes are about one resource: it keeps its generation when it is renamed. */
export function isSameResource(a: Holder, b: Pick<Holder, "holder" | "generation">): boolean {
  return a.holder === b.holder || (a.generation !== undefined && a.generation === b.generation);
}

function isSame(a: Holder | undefined, b: Holder): boolean {
  const isAsSure = (a?.isImport ?? false) === (b.isImport ?? false);
  const isSameOwner = a?.holder === b.holder && a.generation === b.generation;
  const isSameName = a?.name === b.name && a?.stack === b.stack;
  const isSameKey = a?.key === b.key;
  return isSameOwner && isSameName && isSameKey && a.isRetained === b.isRetained && isAsSure;
}
