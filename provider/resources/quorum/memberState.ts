// How one job of a quorum stands, after a look at it. Pure.
import type { Observation } from "../../api/polling/observations";
import type { JobSnapshot } from "../job/outputsFromApi";
import { decideWait } from "../wait/waitForJob";
import { defaultWaitStage, type WaitStage } from "../job/waitStage";
import type { StandingKind } from "./decideQuorum";
import type { QuorumInputs } from "./inputs";

/** A job of a quorum. */
export type QuorumJob = QuorumInputs["jobs"][string];

/** How a job stands, and the last that was seen of it. */
export interface Standing {
  readonly kind: StandingKind;
  /** `undefined` for a job that was not seen yet, or that the service does not know. */
  readonly sight: JobSnapshot | undefined;
}

/** How the jobs stand, by name. */
export type Standings = ReadonlyMap<string, Standing>;

/** How the jobs stand, without their names. */
export function kindsOf(standings: Standings): readonly StandingKind[] {
  return [...standings.values()].map(({ kind }) => kind);
}

/** A job that nobody has looked at. */
export const unseen: Standing = { kind: "late", sight: undefined };

/** A job that is proven gone. */
export const gone: Standing = { kind: "failed", sight: undefined };

/**
 * How a job stands after a look. A look that got no answer changes nothing, and neither does a 404.
 *
 * @throws what the look failed with, when every other look would fail with it as well.
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
  // A job that nobody knows is that job's misfortune; a refused key is everybody's.
  throw decision.failed;
}

/** As far as a Job's own create would wait for it. */
function stageFor(sight: JobSnapshot | undefined): WaitStage {
  return defaultWaitStage(sight?.job.task ?? "BATCH");
}
