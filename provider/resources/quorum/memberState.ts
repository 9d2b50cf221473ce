// The state of one job of a quorum, after a read of it. Pure.
import type { Observation } from "../../api/polling/observations";
import type { JobSnapshot } from "../job/outputsFromApi";
import { decideWait } from "../wait/decideWait";
import { defaultWaitStage, type WaitStage } from "../job/waitStage";
import type { StandingKind } from "./decideQuorum";
import type { QuorumInputs } from "./inputs";

/** A job of a quorum. */
export type QuorumJob = QuorumInputs["jobs"][string];

/** The state of a job, and its last snapshot. */
export interface Standing {
  readonly kind: StandingKind;
  /** `undefined` for a job that was not seen yet, or that the service does not know. */
  readonly sight: JobSnapshot | undefined;
}

/** The states of the jobs, by name. */
export type Standings = ReadonlyMap<string, Standing>;

/** The states of the jobs, without their names. */
export function kindsOf(standings: Standings): readonly StandingKind[] {
  return [...standings.values()].map(({ kind }) => kind);
}

/** A job that was not read yet. */
export const unseen: Standing = { kind: "late", sight: undefined };

/** A job that is proven gone. */
export const gone: Standing = { kind: "failed", sight: undefined };

/**
 * The state of a job after a read. A read without a response changes nothing, and neither does a
 * 404.
 *
 * @throws the error of the read, when every other read would fail with it as well.
 */
export function standingOf(
  { ports }: QuorumJob,
  waitFor: WaitStage | undefined,
  observation: Observation<JobSnapshot>,
  before: Standing,
): Standing {
  const stage = waitFor ?? stageFor(observation.seen ? observation.value : before.sight);
  const decision = decideWait({ stage, ports }, observation);
  if (observation.seen) {
    const sight = observation.value;
    if (decision === "reached") return { kind: "ready", sight };
    return { kind: decision === "wait" ? "late" : "failed", sight };
  }
  if (typeof decision === "string") return before;
  // An unknown job concerns only itself; a refused key concerns all jobs.
  throw decision.failed;
}

/** As far as a Job's own create would wait for it. */
function stageFor(sight: JobSnapshot | undefined): WaitStage {
  return defaultWaitStage(sight?.job.task ?? "BATCH");
}
