import * as pulumi from "@pulumi/pulumi";

import { Job } from "../generated/job";
import type { Container, ContainerArgs } from "../generated/job";
import { inputNames, insteadOfJobInputs } from "../generated/jobFleetArgs";
import type { FleetJobArgs, JobFleetArgs as GeneratedArgs } from "../generated/jobFleetArgs";
import { JobQuorum } from "../generated/jobQuorum";
import type { QuorumJobArgs } from "../generated/jobQuorum";
import { childOptions } from "./childOptions";
import { componentOptions, componentType } from "./componentType";
import { refuseInputs, refuseOtherInputs } from "./refuseInputs";

/** Inputs of a {@link JobFleet}. */
export interface JobFleetArgs extends Omit<GeneratedArgs, "job"> {
  /** What each of them is: one description, or a function of the job's index, from 0. */
  readonly job: FleetJobArgs | ((index: number) => FleetJobArgs);
}

/**
 * Jobs of one kind, of which some suffice: `pulumi up` is done when `need` of them have reached
 * `waitFor`, and the others have had their `grace`.
 *
 * The jobs are called `<name>-0`, `<name>-1` and so on. A larger `count` buys the difference, a smaller
 * one cancels the last ones, and the others are not touched. A job that fails, or that no node
 * takes, fails the deployment only if too many do so for `need` to be met; the error names them.
 *
 * Late jobs are kept, and are billed once they have a node. `maxTimeoutAssignMs` ends one that gets
 * no node, and a smaller `count` ends the last ones.
 *
 * The option `customTimeouts` limits how long `up` waits. The default is the sum of the time limits
 * of the slowest job.
 */
export class JobFleet extends pulumi.ComponentResource {
  /** The jobs, by their index. Their outputs are from when they were bought or last refreshed. */
  readonly jobs: readonly Job[];
  /** The quorum that waits for them. */
  readonly quorum: JobQuorum;
  /** Names of the jobs that have reached the stage in `waitFor`. */
  readonly ready: JobQuorum["ready"];
  /** Names of the live jobs that have not reached the stage. They are billed. */
  readonly late: JobQuorum["late"];
  /** Names of the jobs that ended before reaching the stage. */
  readonly failed: JobQuorum["failed"];
  /** Last known status of each job, by its name. */
  readonly statuses: JobQuorum["statuses"];
  /** Published ports of each job, by its name, as the service returns them. */
  readonly nodeUrls: JobQuorum["nodeUrls"];
  /** Published ports of each job, by its name and the container port. */
  readonly endpoints: JobQuorum["endpoints"];
  /** SSH login of each job that publishes port 22, by its name. */
  readonly ssh: JobQuorum["ssh"];
  /** Total price of the runs of all live jobs, in USD per hour. */
  readonly hourlyRateUsd: JobQuorum["hourlyRateUsd"];

  /**
   * Declares a JobFleet.
   *
   * @param name logical name, unique in the stack; the jobs' names begin with it.
   * @param args what the jobs are, how many, and how many of them suffice.
   * @param opts resource options; `customTimeouts.create` and `.update` are the deadline of the wait,
   * `.delete` that of each job's end.
   * @throws RunError when `count` is no number of jobs, or an input would reach no job.
   */
  constructor(name: string, args: JobFleetArgs, opts: pulumi.ComponentResourceOptions = {}) {
    const advice = `write inputs of each job in job; a fleet itself has ${inputNames.join(", ")}`;
    refuseOtherInputs("JobFleet", name, args, inputNames, advice);
    super(componentType("JobFleet"), name, {}, componentOptions("JobFleet", opts));
    const { count, job, need, grace, waitFor, sshUser } = args;
    if (!Number.isSafeInteger(count) || count < 0) {
      throw new pulumi.RunError(`${name}: count must be a whole number of 0 or more`);
    }
    const options = childOptions(this, opts);
    const descriptions = Array.from({ length: count }, (_, index) =>
      typeof job === "function" ? job(index) : job,
    );
    // All of them before one is registered, which may be bought although the program stops.
    for (const described of descriptions) {
      refuseInputs("a JobFleet's job", name, described, insteadOfJobInputs);
    }
    const counted: { [name: string]: QuorumJobArgs } = {};
    this.jobs = descriptions.map((described, index) => {
      const memberName = `${name}-${index}`;
      const member = new Job(memberName, { ...described, sshUser, waitFor: "created" }, options);
      counted[memberName] = { uuid: member.uuid, ports: portsOf(described.container) };
      return member;
    });
    const quorum = new JobQuorum(name, { jobs: counted, need, grace, waitFor, sshUser }, options);
    this.quorum = quorum;
    this.ready = quorum.ready;
    this.late = quorum.late;
    this.failed = quorum.failed;
    this.statuses = quorum.statuses;
    this.nodeUrls = quorum.nodeUrls;
    this.endpoints = quorum.endpoints;
    this.ssh = quorum.ssh;
    this.hourlyRateUsd = quorum.hourlyRateUsd;
    const { ready, late, failed, hourlyRateUsd } = this;
    this.registerOutputs({ ready, late, failed, hourlyRateUsd });
  }
}

/** The ports of a container. They are not secret, though the container may hold secrets. */
function portsOf(container: pulumi.Input<ContainerArgs>): QuorumJobArgs["ports"] {
  if (!pulumi.Output.isInstance(container) && !(container instanceof Promise)) {
    return container.ports;
  }
  const known = pulumi.output<unknown>(container) as pulumi.Output<Container>;
  // Without a value the quorum gets no ports, and any published port will do.
  return pulumi.unsecret(known).apply(({ ports }) => ports) as pulumi.Output<readonly number[]>;
}
