// The processes of a run of the CLI, to inspect and kill them one by one. Only children of this
// process.
import { spawnSync } from "node:child_process";

/** A process as the system lists it. */
interface Listed {
  readonly pid: number;
  readonly parent: number;
  readonly command: string;
}

/** The processes under `root` whose command line matches. */
export function descendants(root: number, command: RegExp): readonly number[] {
  const all = list();
  const found = new Set([root]);
  // Parents come before children only by chance, so this goes on until nothing is new.
  for (let before = 0; before !== found.size;) {
    before = found.size;
    for (const { pid, parent } of all) if (found.has(parent)) found.add(pid);
  }
  return all
    .filter((one) => one.pid !== root && found.has(one.pid) && command.test(one.command))
    .map(({ pid }) => pid);
}

/** The command lines of the processes under `root`, as any user of the machine sees them. */
export function commandLines(root: number): readonly string[] {
  const mine = new Set(descendants(root, /^/));
  return list()
    .filter(({ pid }) => mine.has(pid))
    .map(({ command }) => command);
}

/** Whether a process is there. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Kills a process, unless it is gone already. */
export function killProcess(pid: number): void {
  if (isRunning(pid)) process.kill(pid, "SIGKILL");
}

function list(): readonly Listed[] {
  const { stdout } = spawnSync("ps", ["-A", "-ww", "-o", "pid=,ppid=,args="], { encoding: "utf8" });
  return stdout.split("\n").flatMap((line) => {
    const [, pid, parent, command] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
    if (pid === undefined || parent === undefined || command === undefined) return [];
    return [{ pid: Number(pid), parent: Number(parent), command }];
  });
}
