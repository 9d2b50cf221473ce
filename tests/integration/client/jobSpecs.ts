import type { JobSpec } from "../../../provider/api/endpoints/jobSpec";

/** A small BATCH job. */
export const batchSpec: JobSpec = {
  task: "BATCH",
  title: "render",
  container: { image: "otoy/dispersed-base", ports: [] },
  maxTimeoutRunMs: 600_000,
};
