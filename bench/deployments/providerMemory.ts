// The memory of the process that runs the provider, as the system counts it. Reads Linux's /proc.
import { readFileSync } from "node:fs";

import { descendants } from "../../scripts/engine/processes";
import type { Started } from "../../scripts/engine/project";

const LOOK_EVERY_MS = 250;
const PROVIDER = /cmd\/dynamic-provider|pulumi-resource-dispersed/;

/** The most resident memory that any of the command's providers ever had, in MiB. */
export async function watchProvider({ child, ended }: Started): Promise<number> {
  const peaks = new Map<number, number>();
  const look = (): void => {
    // Listing all processes costs time, so it is done until the provider is there.
    if (peaks.size === 0) {
      for (const pid of descendants(child.pid ?? 0, PROVIDER)) peaks.set(pid, 0);
    }
    for (const [pid, before] of peaks) peaks.set(pid, Math.max(before, peakMib(pid)));
  };
  const looking = setInterval(look, LOOK_EVERY_MS);
  await ended.finally(() => clearInterval(looking));
  return Math.max(0, ...peaks.values());
}

/** 0 of a process that has ended. */
function peakMib(pid: number): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, "utf8");
    return Number(/^VmHWM:\s+(\d+)/m.exec(status)?.[1] ?? 0) / 1_024;
  } catch {
    return 0;
  }
}
