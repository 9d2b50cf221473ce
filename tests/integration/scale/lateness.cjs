// Loaded into a host before anything else: at each SIGUSR2 it writes down how late the event loop came
// since the one before, in milliseconds, into the file that LATENESS_FILE names.
"use strict";

const { writeFileSync } = require("node:fs");
const { monitorEventLoopDelay } = require("node:perf_hooks");

const lag = monitorEventLoopDelay({ resolution: 10 });
lag.enable();
process.on("SIGUSR2", () => {
  const [p99, most] = [lag.percentile(99), lag.max].map((ns) => Math.round(ns / 1e6));
  writeFileSync(process.env.LATENESS_FILE, JSON.stringify({ p99, most }));
  lag.reset();
});
