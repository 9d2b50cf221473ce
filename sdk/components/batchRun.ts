import * as pulumi from "@pulumi/pulumi";

import { insteadOfInputs } from "../generated/batchRunArgs";
import type { BatchRunArgs } from "../generated/batchRunArgs";
import { Job } from "../generated/job";
import { childOptions } from "./childOptions";
import { componentOptions, componentType } from "./componentType";
import { refuseInputs } from "./refuseInputs";

/**
 * A batch job as a step of a deployment: `pulumi up` waits for its end, and fails when it does not
 * COMPLETE, with the service's reason and with the end of its log.
 *
 * A run that COMPLETED is done: it is not bought again unless an input of the job or `triggers`
 * changes. The next `up` buys a run that FAILED again, but not one that was cancelled: change
 * `triggers`, or run `pulumi up --replace` with the job's URN.
 *
 * The option `customTimeouts` limits how long `up` waits. The default is the sum of the job's time
 * limits: to get a node, to start, and to run.
 */
export class BatchRun extends pulumi.ComponentResource {
  /** The job itself. */
  readonly job: Job;
  /** UUID of the job. */
  readonly uuid: pulumi.Output<string>;
  /** How the run ended: `completed`, unless the program goes on after a failed run. */
  readonly outcome: Job["outcome"];
  /** The job's last known status, such as `COMPLETED`. */
  readonly status: pulumi.Output<string>;
  /** How long the job ran, in milliseconds; without a value where the service does not say when. */
  readonly durationMs: pulumi.Output<number | undefined>;
  /** The last `logTailLines` lines of the job's log. A secret. */
  readonly logsTail: pulumi.Output<string | undefined>;

  /**
   * Declares a BatchRun.
   *
   * @param name logical name, unique in the stack; also the job's.
   * @param args what runs; a change of anything that describes the job runs it again.
   * @param opts resource options; `customTimeouts` are the job's.
   * @throws RunError before anything is registered, when an input is the job's alone.
   */
  constructor(name: string, args: BatchRunArgs, opts: pulumi.ComponentResourceOptions = {}) {
    refuseInputs("BatchRun", name, args, insteadOfInputs);
    super(componentType("BatchRun"), name, {}, componentOptions("BatchRun", opts));
    const job = new Job(
      name,
      { ...args, task: "BATCH", waitFor: "completed" },
      childOptions(this, opts),
    );
    this.job = job;
    this.uuid = job.uuid;
    this.outcome = job.outcome;
    this.status = job.status;
    this.durationMs = pulumi
      .all([job.startedAt, job.completedAt])
      .apply(([startedAt, completedAt]) => durationBetween(startedAt, completedAt));
    this.logsTail = pulumi.secret(job.logsTail);
    const { uuid, outcome, status, durationMs } = this;
    this.registerOutputs({ uuid, outcome, status, durationMs });
  }
}

/** Milliseconds between two points in time as the service writes them; `undefined` without both. */
export function durationBetween(
  startedAt: string | undefined,
  completedAt: string | undefined,
): number | undefined {
  const durationMs = Date.parse(completedAt ?? "") - Date.parse(startedAt ?? "");
  return durationMs >= 0 ? durationMs : undefined;
}
