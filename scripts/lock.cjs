// @ts-check
"use strict";

// One process at a time does a piece of work: the holder owns a file, the others wait for it.
// Plain JavaScript, because setup.mjs needs it before anything is installed.

const {
  closeSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeSync,
} = require("node:fs");
const { dirname } = require("node:path");
const { setTimeout: delay } = require("node:timers/promises");

const POLL_MS = 200;
const HEARTBEAT_MS = 5_000;
/** A file nobody has touched for so long belongs to a process that is gone or was put to sleep. */
const ABANDONED_MS = 60_000;

/**
 * Runs `work` while holding the lock `file`. `onWait` is told once, with the holder's process id,
 * when another process has it.
 * @template T
 * @param {string} file
 * @param {() => Promise<T>} work
 * @param {(holder: string) => void} [onWait]
 * @returns {Promise<T>}
 */
async function withLock(file, work, onWait = () => {}) {
  mkdirSync(dirname(file), { recursive: true });
  let isTold = false;
  while (!take(file)) {
    const holder = holderOf(file);
    if (holder !== undefined && isAbandoned(file, holder)) removeAbandoned(file);
    else {
      // The holder makes the file first and then writes its name into it.
      if (!isTold && holder) {
        onWait(holder);
        isTold = true;
      }
      await delay(POLL_MS);
    }
  }
  const heartbeat = setInterval(() => touch(file), HEARTBEAT_MS);
  heartbeat.unref();
  try {
    return await work();
  } finally {
    clearInterval(heartbeat);
    rmSync(file, { force: true });
  }
}

/** @param {string} file */
function take(file) {
  try {
    const descriptor = openSync(file, "wx");
    writeSync(descriptor, String(process.pid));
    closeSync(descriptor);
    return true;
  } catch (error) {
    if (codeOf(error) === "EEXIST") return false;
    throw error;
  }
}

/** @param {string} file */
function holderOf(file) {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}

/**
 * @param {string} file
 * @param {string} holder
 */
function isAbandoned(file, holder) {
  if (holder !== "" && !isAlive(Number(holder))) return true;
  try {
    return Date.now() - statSync(file).mtimeMs > ABANDONED_MS;
  } catch {
    return false;
  }
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) !== "ESRCH";
  }
}

/**
 * Only who holds the second file may remove the first one: two waiters that both saw a dead holder
 * would otherwise remove each other's fresh lock.
 * @param {string} file
 */
function removeAbandoned(file) {
  const guard = `${file}.breaking`;
  if (!take(guard)) {
    const breaker = holderOf(guard);
    if (breaker !== undefined && isAbandoned(guard, breaker)) rmSync(guard, { force: true });
    return;
  }
  const holder = holderOf(file);
  if (holder !== undefined && isAbandoned(file, holder)) rmSync(file, { force: true });
  rmSync(guard, { force: true });
}

/** @param {string} file */
function touch(file) {
  try {
    utimesSync(file, new Date(), new Date());
  } catch {
    // Whoever removed the lock took it for abandoned; the work itself is safe to be done twice.
  }
}

/** @param {unknown} error */
function codeOf(error) {
  return typeof error === "object" && error !== null && "code" in error ? error.code : undefined;
}

module.exports = { withLock };
