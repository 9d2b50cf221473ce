// What the process of the provider takes while a command of the CLI runs, as the system counts it.
import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import type { Started } from "../project";
import { descendants } from "../interrupted/processes";

/** The most that was seen at once. */
export interface Taken {
  readonly rssMib: number;
  readonly sockets: number;
}

const LOOK_EVERY_MS = 500;

/** Watches a command to its end. */
export async function watchProvider({ child, ended }: Started): Promise<Taken> {
  let [rssMib, sockets] = [0, 0];
  const looking = setInterval(() => {
    for (const pid of descendants(child.pid ?? 0, /dynamic-provider/)) {
      rssMib = Math.max(rssMib, rssOf(pid));
      sockets = Math.max(sockets, socketsOf(pid));
    }
  }, LOOK_EVERY_MS);
  await ended.finally(() => clearInterval(looking));
  return { rssMib, sockets };
}

function rssOf(pid: number): number {
  const [, kibibytes = "0"] = /VmRSS:\s+(\d+) kB/.exec(readOrEmpty(`/proc/${pid}/status`)) ?? [];
  return Math.round(Number(kibibytes) / 1024);
}

/** A process that is just ending has nothing any more. */
function readOrEmpty(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

function socketsOf(pid: number): number {
  const folder = `/proc/${pid}/fd`;
  try {
    return readdirSync(folder).filter((name) => {
      try {
        return readlinkSync(`${folder}/${name}`).startsWith("socket:");
      } catch {
        return false;
      }
    }).length;
  } catch {
    return 0;
  }
}
