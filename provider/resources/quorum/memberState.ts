// The state of one job of a quorum, after a read of it. Pure.
import type { Observation } from "../../api/polling/observations";
import type { JobSnapshot } from "../job/outputsFromApi";
import { decideWait } from "../wait/decideWait";
import { defaultWaitStage, type WaitStage } from "../job/waitStage";
import type { MemberKind } from "./decideQuorum";
import type { QuorumInputs } from "./inputs";

/** A job of a quorum. */
export type QuorumJob = QuorumInputs["jobs"][string];

/** The state of a job, and its last snapshot. */
export interface MemberState {
  readonly kind: MemberKind;
  /** `undefined` for a job that was not seen yet, or that the service does not know. */
  readonly snapshot: JobSnapshot | undefined;
}

/** The states of the jobs, by name. */
export type MemberStates = ReadonlyMap<string, MemberState>;

/** The states of the jobs, without their names. */
export function kindsOf(members: MemberStates): readonly MemberKind[] {
  return [...members.values()].map(({ kind }) => kind);
}

/** A job that was not read yet. */
export const unseen: MemberState = { kind: "late", snapshot: undefined };

/** A job that is proven gone. */
export const gone: MemberState = { kind: "failed", snapshot: undefined };

/**
 * The state of a job after a read. A read without a response changes nothing, and neither does a
 * 404.
 *
 * @throws the error of the read, when every other read would fail with it as well.
 */
export function memberStateOf(
  { ports }: QuorumJob,
  waitFor: WaitStage | undefined,
  observation: Observation<JobSnapshot>,
  before: MemberState,
): MemberState {
  const stage = waitFor ?? stageFor(observation.seen ? observation.value : before.snapshot);
  const decision = decideWait({ stage, ports }, observation);
  if (observation.seen) {
    const snapshot = observation.value;
    if (decision === "reached") return { kind: "ready", snapshot };
    return { kind: decision === "wait" ? "late" : "failed", snapshot };
  }
  if (typeof decision === "string") return before;
  // An unknown job concerns only itself; a refused key concerns all jobs.
  throw decision.failed;
}

/** As far as a Job's own create would wait for it. */
function stageFor(snapshot: JobSnapshot | undefined): WaitStage {
  return defaultWaitStage(snapshot?.job.task);
}
