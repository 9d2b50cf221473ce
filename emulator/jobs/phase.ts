import type { JobStatus } from "./job";

/** A stretch of a job's life. `PREPARING`: the node pulls the image. */
export interface Phase {
  readonly status: JobStatus | "PREPARING";
  readonly sinceMs: number;
}
