import type { Values } from "./driver";

/** A BATCH job that runs as soon as it is created; its environment can play out other fates. */
export function batchInputs(env: Readonly<Record<string, string>>, overrides: Values = {}): Values {
  return {
    task: "BATCH",
    maxTimeoutRunMs: 600_000,
    container: { image: "otoy/dispersed-base", ports: [], env },
    __context: { name: "render" },
    ...overrides,
  };
}

/** A PERSISTENT job with two published ports, running as soon as it is created. */
export function boxInputs(overrides: Values = {}): Values {
  return {
    task: "PERSISTENT",
    container: { image: "otoy/dispersed-base", tag: "1.0", ports: [22, 8080] },
    __context: { name: "box" },
    ...overrides,
  };
}

/** The deadline of a create, for a job that would take longer. */
export const patient = { __context: { name: "render", timeouts: { update: "10m" } } };
export const impatient = { __context: { name: "render", timeouts: { create: "1s" } } };

/** No node ever takes such a job. */
export const unwanted = { EMULATOR_ASSIGN: "never" };
