/** The smallest BATCH job; `overrides` replace top-level properties. */
export function batchJob(overrides: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    title: "render",
    task: "BATCH",
    max_timeout_run_ms: 600_000,
    parameters: container(),
    ...overrides,
  };
}

/** The smallest PERSISTENT job; `overrides` replace top-level properties. */
export function persistentJob(overrides: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    title: "dev box",
    task: "PERSISTENT",
    max_timeout_run_ms: null,
    parameters: container(),
    ...overrides,
  };
}

/** The `parameters` of a job; `overrides` replace or add container properties. */
export function container(overrides: Record<string, unknown> = {}): Record<string, unknown> {
  return { type: "docker", parameters: { image: "otoy/dispersed-base", ports: [], ...overrides } };
}
