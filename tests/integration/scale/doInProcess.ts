import { spawn } from "node:child_process";
import path from "node:path";
import { text } from "node:stream/consumers";

/** Runs a script of this folder in a process of its own: gives it its work, takes what it tells. */
export async function doInProcess<Report>(script: string, work: object): Promise<Report> {
  const args = ["--expose-gc", "--require", require.resolve("tsx/cjs")];
  const child = spawn(process.execPath, [...args, path.join(__dirname, script)], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  child.stdin.end(JSON.stringify(work));
  return JSON.parse(await text(child.stdout)) as Report;
}

/** The script's end of it: tells, and ends. What a leak keeps open must not keep the process. */
export function tell(report: object): void {
  process.stdout.write(JSON.stringify(report), () => process.exit());
}
