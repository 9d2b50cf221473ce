// The states of jobs and their runs.

/** How a job can end. */
export type EndStatus = "COMPLETED" | "FAILED" | "CANCELLED";

/** The status of a job. */
export type JobStatus = "PENDING" | "ASSIGNED" | "RUNNING" | "CANCELLING" | EndStatus;

/** The status of a run. `PREPARING`: the node pulls the image. */
export type RunStatus = "ASSIGNED" | "PREPARING" | "RUNNING" | "CANCELLING" | EndStatus;
