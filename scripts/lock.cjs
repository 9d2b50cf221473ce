// @ts-check
"use strict";

// One process at a time does a piece of work: the holder owns a file, the others wait for it.
// Plain JavaScript, because setup.mjs needs it before anything is installed.

const fs = require("node:fs");
const { dirname } = require("node:path");
const { setTimeout: delay } = require("node:timers/promises");

const POLL_MS = 200;

/** See lock.d.cts. */
async function withLock(file, work, onWait = () => {}) {
  fs.mkdirSync(dirname(file), { recursive: true });
  for (let isTold = false; !take(file); await delay(POLL_MS)) {
    const holder = attempt(() => fs.readFileSync(file, "utf8"));
    if (!isTold && holder) onWait(holder);
    isTold ||= Boolean(holder);
  }
  try {
    return await work();
  } finally {
    fs.rmSync(file, { force: true });
  }
}

/**
 * Whether this process owns the file now. One that was abandoned is removed for the next try, under a lock of its own:
 * two that both saw a dead holder would otherwise remove each other's fresh lock.
 */
function take(file) {
  const own = `${file}.${process.pid}`;
  // By a link, so that no lock is ever there without its holder's name.
  fs.writeFileSync(own, String(process.pid));
  try {
    fs.linkSync(own, file);
    return true;
  } catch (error) {
    if (error.code !== "EEXIST") throw error;
  } finally {
    fs.rmSync(own, { force: true });
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
  try {
    if (holder) process.kill(Number(holder), 0);
  } catch (error) {
    return error.code === "ESRCH";
  }
  return false;
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
