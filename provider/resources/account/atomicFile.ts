// Atomic writes: a reader sees the old file or the new one, whatever happens during the write.
import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from "node:fs";
import path from "node:path";

/** The text of a file; `undefined` where it cannot be read. */
export function readText(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}

/** The names in a folder; none where it cannot be read. */
export function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/**
 * Writes a temporary file and renames it.
 *
 * @param durable whether it must survive a crash of the machine.
 */
export function writeText(file: string, text: string, durable: boolean): void {
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  const draft = `${file}.${process.pid}`;
  const handle = openSync(draft, "w", 0o600);
  try {
    writeSync(handle, text);
    if (durable) fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(draft, file);
}

/** Makes a file whose name is all that it tells, or renews its time. */
export function touchFile(file: string): void {
  writeText(file, "", false);
}

/** Locks are held for milliseconds, so a lock of this age belongs to a dead process. */
const STALE_LOCK_MS = 5_000;
const RETRY_MS = 5;
const MAX_TRIES = 2_000;

/** Runs an action under a lock between processes. Synchronous: it takes microseconds. */
export function withLock<T>(lock: string, action: () => T): T {
  mkdirSync(path.dirname(lock), { recursive: true, mode: 0o700 });
  takeLock(lock);
  try {
    return action();
  } finally {
    rmSync(lock, { force: true });
  }
}

function takeLock(lock: string): void {
  for (let attempt = 1; ; attempt += 1) {
    try {
      closeSync(openSync(lock, "wx", 0o600));
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST" || attempt === MAX_TRIES) throw error;
    }
    // Its age by the clock of its own file system: a file that was just written beside it shows the
    // time.
    if (attempt % 100 === 0 && ageMs(lock) > STALE_LOCK_MS) rmSync(lock, { force: true });
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, RETRY_MS);
  }
}

/** Time since a file was written, by the clock of its file system; 0 where there is no such file. */
export function ageMs(file: string): number {
  const { mtimeMs } = statSync(file, { throwIfNoEntry: false }) ?? {};
  if (mtimeMs === undefined) return 0;
  const now = `${file}.${process.pid}.now`;
  try {
    closeSync(openSync(now, "w", 0o600));
    return statSync(now).mtimeMs - mtimeMs;
  } catch {
    return 0;
  } finally {
    rmSync(now, { force: true });
  }
}
