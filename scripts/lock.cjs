// @ts-check
"use strict";

// One process at a time does a piece of work: the holder owns a file, the others wait for it.
// Plain JavaScript, because setup.mjs needs it before anything is installed.

const fs = require("node:fs");
const { dirname } = require("node:path");
const { setTimeout: delay } = require("node:timers/promises");

const POLL_MS = 200;
const HEARTBEAT_MS = 5_000;
/** A file nobody has touched for so long belongs to a process that is gone or was put to sleep. */
const ABANDONED_MS = 60_000;

/** See lock.d.cts. */
async function withLock(file, work, onWait = () => {}) {
  fs.mkdirSync(dirname(file), { recursive: true });
  let isTold = false;
  while (!take(file)) {
    const holder = holderOf(file);
    if (isAbandoned(file, holder)) removeAbandoned(file);
    else {
      // The holder makes the file first and then writes its name into it.
      if (!isTold && holder) {
        onWait(holder);
        isTold = true;
      }
      await delay(POLL_MS);
    }
  }
  const heartbeat = setInterval(
    () => attempt(() => fs.utimesSync(file, new Date(), new Date())),
    HEARTBEAT_MS,
  );
  heartbeat.unref();
  try {
    return await work();
  } finally {
    clearInterval(heartbeat);
    fs.rmSync(file, { force: true });
  }
}

function take(file) {
  try {
    fs.writeFileSync(file, String(process.pid), { flag: "wx" });
    return true;
  } catch (error) {
    if (error.code === "EEXIST") return false;
    throw error;
  }
}

/** The process that holds a lock; `undefined` where the lock is gone. */
function holderOf(file) {
  return attempt(() => fs.readFileSync(file, "utf8"));
}

function isAbandoned(file, holder) {
  if (holder === undefined) return false;
  if (holder !== "" && !isAlive(Number(holder))) return true;
  const touchedAtMs = attempt(() => fs.statSync(file).mtimeMs) ?? Infinity;
  return Date.now() - touchedAtMs > ABANDONED_MS;
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code !== "ESRCH";
  }
}

/**
 * Only who holds the second file may remove the first one: two waiters that both saw a dead holder
 * would otherwise remove each other's fresh lock.
 */
function removeAbandoned(file) {
  const guard = `${file}.breaking`;
  if (take(guard)) {
    if (isAbandoned(file, holderOf(file))) fs.rmSync(file, { force: true });
    fs.rmSync(guard, { force: true });
  } else if (isAbandoned(guard, holderOf(guard))) fs.rmSync(guard, { force: true });
}

/** `undefined` where another process has removed the file meanwhile. */
function attempt(work) {
  try {
    return work();
  } catch {
    return undefined;
  }
}

module.exports = { withLock };
