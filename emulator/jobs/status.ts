// Where jobs and their runs stand.

/** How a job can end. */
export type EndStatus = "COMPLETED" | "FAILED" | "CANCELLED";

/** Where a job stands. */
export type JobStatus = "PENDING" | "ASSIGNED" | "RUNNING" | "CANCELLING" | EndStatus;

/** Where a run stands. `PREPARING`: the node pulls the image. */
export type RunStatus = "ASSIGNED" | "PREPARING" | "RUNNING" | "CANCELLING" | EndStatus;
