// Loaded into a host before anything else: pauses and deadlines pass TIME_SCALE times as fast as on this
// machine. The date stays right: it is signed.
"use strict";

const times = Number(process.env.TIME_SCALE);
const { setTimeout: sleep } = globalThis;
const now = performance.now.bind(performance);

globalThis.setTimeout = (callback, delayMs, ...values) =>
  sleep(callback, delayMs / times, ...values);
Object.defineProperty(performance, "now", { value: () => now() * times });
