// @ts-check
"use strict";

// The processes this host has running: they end when the engine cancels or goes away.

const { spawn } = require("node:child_process");

/** @type {Set<import("node:child_process").ChildProcess>} */
const children = new Set();

/**
 * Starts a process. `ended` resolves to its exit code and, unless that is 0, the reason in words.
 * @param {string} command
 * @param {string[]} args
 * @param {import("node:child_process").SpawnOptions} options
 */
function startChild(command, args, options) {
  const child = spawn(command, args, options);
  children.add(child);
  /** @type {Promise<{ code?: number | null, reason?: string }>} */
  const ended = new Promise((resolve) => {
    child.once("error", (error) => resolve({ reason: `could not be started: ${error.message}` }));
    child.once("close", (code, signal) => {
      if (code === 0) resolve({ code });
      else
        resolve({ code, reason: signal ? `was ended by ${signal}` : `exited with code ${code}` });
    });
  });
  return { child, ended: ended.finally(() => children.delete(child)) };
}

function endChildren() {
  for (const child of children) child.kill("SIGTERM");
}

module.exports = { startChild, endChildren };
