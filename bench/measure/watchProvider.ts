// What the process of the provider takes while a command of the CLI runs, as the system counts it.
// Reads Linux's /proc.
import { readdirSync, readFileSync, readlinkSync } from "node:fs";

import { descendants } from "../../tests/support/engine/processes";
import type { Started } from "../../tests/support/engine/project";

/** The most that any provider of the command had at once. */
export interface Taken {
  /** Resident memory. */
  readonly mib: number;
  readonly sockets: number;
}

const LOOK_EVERY_MS = 250;
const PROVIDER = /cmd\/dynamic-provider|pulumi-resource-dispersed/;

/** Watches a command to its end. */
export async function watchProvider({ child, ended }: Started): Promise<Taken> {
  let taken: Taken = { mib: 0, sockets: 0 };
  let providers: readonly number[] = [];
  const looking = setInterval(() => {
    // Listing all processes takes a while, so it ends when the provider is found.
    if (providers.length === 0) providers = descendants(child.pid ?? 0, PROVIDER);
    for (const pid of providers) {
      taken = {
        mib: Math.max(taken.mib, peakMib(pid)),
        sockets: Math.max(taken.sockets, socketsOf(pid)),
      };
    }
  }, LOOK_EVERY_MS);
  await ended.finally(() => clearInterval(looking));
  return taken;
}

function peakMib(pid: number): number {
  const status = orNothing(() => readFileSync(`/proc/${pid}/status`, "utf8")) ?? "";
  return Number(/^VmHWM:\s+(\d+)/m.exec(status)?.[1] ?? 0) / 1_024;
}

function socketsOf(pid: number): number {
  const folder = `/proc/${pid}/fd`;
  const names = orNothing(() => readdirSync(folder)) ?? [];
  return names.filter((name) =>
    orNothing(() => readlinkSync(`${folder}/${name}`))?.startsWith("socket:"),
  ).length;
}

/** A process that is just ending has nothing any more. */
function orNothing<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
