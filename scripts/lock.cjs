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
  for (let isTold = false; !take(file); await delay(POLL_MS)) {
    // The holder makes the file first and then writes its name into it.
    const holder = attempt(() => fs.readFileSync(file, "utf8"));
    if (!isTold && holder) onWait(holder);
    isTold ||= Boolean(holder);
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

/**
 * Whether this process owns the file now. One that was abandoned is removed for the next try, under a lock of its own:
 * two that both saw a dead holder would otherwise remove each other's fresh lock.
 */
function take(file) {
  try {
    fs.writeFileSync(file, String(process.pid), { flag: "wx" });
    return true;
  } catch (error) {
    if (error.code !== "EEXIST") throw error;
  }
  const guard = `${file}.breaking`;
  if (isAbandoned(file) && take(guard)) {
    if (isAbandoned(file)) fs.rmSync(file, { force: true });
    fs.rmSync(guard, { force: true });
  }
  return false;
}

function isAbandoned(file) {
  const holder = attempt(() => fs.readFileSync(file, "utf8"));
  if (holder && !isAlive(Number(holder))) return true;
  const touchedAtMs = attempt(() => fs.statSync(file).mtimeMs) ?? Infinity;
  return Date.now() - touchedAtMs > ABANDONED_MS;
}

function isAlive(pid) {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error.code !== "ESRCH";
  }
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
