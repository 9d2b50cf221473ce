import { mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

interface Memo {
  readonly file: string;
  readonly size: number;
  readonly mtimeMs: number;
  readonly version: string;
}

/** The version `ask` tells for an executable, remembered in `memoFile` until the file changes. */
export async function versionOnPath(
  file: string,
  memoFile: string,
  ask: (file: string) => Promise<string>,
): Promise<string> {
  const { size, mtimeMs } = statSync(file);
  const memo = readMemo(memoFile);
  if (memo?.file === file && memo.size === size && memo.mtimeMs === mtimeMs) return memo.version;
  const version = await ask(file);
  mkdirSync(dirname(memoFile), { recursive: true });
  writeFileSync(memoFile, JSON.stringify({ file, size, mtimeMs, version } satisfies Memo));
  return version;
}

function readMemo(memoFile: string): Memo | undefined {
  try {
    return JSON.parse(readFileSync(memoFile, "utf8")) as Memo;
  } catch {
    return undefined;
  }
}
