// The folder that the engine runs in. It resolves a relative backend against that folder, which
// `pulumi -C` or a call from a subfolder makes another one than the program's. Only Linux tells it.
import { readFileSync, readlinkSync } from "node:fs";

import { quietly } from "../resources/account/liveness";

/** What the system tells of a process; `undefined` where it tells nothing. */
export interface ProcessFacts {
  nameOf(pid: number): string | undefined;
  parentOf(pid: number): number | undefined;
  folderOf(pid: number): string | undefined;
}

/** The engine starts a plugin itself, and the dynamic provider through a script. */
const MAX_ANCESTORS = 3;

/**
 * The working folder of the engine that started a process.
 *
 * @param parent the parent of that process.
 */
export function folderOfEngine(parent: number, facts: ProcessFacts): string | undefined {
  let pid: number | undefined = parent;
  for (let count = 0; pid !== undefined && count < MAX_ANCESTORS; count += 1) {
    if (facts.nameOf(pid) === "pulumi") return facts.folderOf(pid);
    pid = facts.parentOf(pid);
  }
  return undefined;
}

/** What `/proc` tells. */
export const systemFacts: ProcessFacts = {
  nameOf: (pid) => quietly(() => readFileSync(`/proc/${pid}/comm`, "utf8").trim()),
  parentOf(pid) {
    const text = quietly(() => readFileSync(`/proc/${pid}/status`, "utf8")) ?? "";
    const [, parent] = /^PPid:\s*(\d+)$/m.exec(text) ?? [];
    return parent === undefined ? undefined : Number(parent);
  },
  folderOf: (pid) => quietly(() => readlinkSync(`/proc/${pid}/cwd`)),
};
