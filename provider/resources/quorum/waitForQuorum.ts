// Waiting for enough of several jobs. The decision is pure; the poller does the waiting, and polls
// all of them together.
import { setMaxListeners } from "node:events";

import type { Observation } from "../../api/polling/observations";
import { eitherSignal } from "../../api/anySignal";
import type { ResourceEffects } from "../contract/effects";
import { isNotFound, currentKey } from "../account/confirmGone";
import { defaultWaitMs } from "../job/settings";
import type { JobSnapshot } from "../job/outputsFromApi";
import { isEnded } from "../job/status";
import { isMissingTooLong, checkMissingJob } from "../wait/missingJob";
import { countOf, decideQuorum, type QuorumDecision } from "./decideQuorum";
import type { QuorumGoal } from "./inputs";
import { quorumProgress } from "./progress";
import {
  gone,
  kindsOf,
  memberStateOf,
  unseen,
  type QuorumJob,
  type MemberState,
  type MemberStates,
} from "./memberState";

/** How a wait ended. */
export type QuorumWait = {
  readonly members: MemberStates;
  /** How long it waits at most. */
  readonly limitMs: number;
} & (
  | { readonly decision: Exclude<QuorumDecision, "wait"> }
  | { readonly decision: "cutShort"; readonly error: unknown }
);

/** Waits until enough jobs are ready and the others had their time, or it is over otherwise. */
export async function waitForQuorum(
  effects: ResourceEffects,
  jobs: Readonly<Record<string, QuorumJob>>,
  goal: QuorumGoal,
  timeoutMs: number | undefined,
): Promise<QuorumWait> {
  const { clock } = effects;
  const startMs = clock.monotonicMs();
  const wait = createWait(effects, jobs, goal, startMs);
  const { members } = wait;
  const limitMs = (): number => timeoutMs ?? longestWaitMs(goal, members);
  try {
    for (;;) {
      const deadlineMs = startMs + limitMs();
      const isLast = clock.monotonicMs() >= deadlineMs && wait.isLookedAt();
      const decision = wait.decide(isLast);
      if (decision !== "wait") return { members, limitMs: limitMs(), decision };
      await wait.watchUntil(Math.min(deadlineMs, wait.graceEndMs()));
    }
  } catch (error) {
    return { members, limitMs: limitMs(), decision: "cutShort", error };
  }
}

interface OpenWait {
  readonly members: MemberStates;
  isLookedAt(): boolean;
  /** When the others' time is over; endless while enough are not ready. */
  graceEndMs(): number;
  decide(isLast: boolean): QuorumDecision;
  /** Watches until something is to be decided, at the latest until then. */
  watchUntil(untilMs: number): Promise<void>;
}

const OVER = new Error("there is something to decide");

function createWait(
  effects: ResourceEffects,
  jobs: Readonly<Record<string, QuorumJob>>,
  goal: QuorumGoal,
  startMs: number,
): OpenWait {
  const { clock, jobPoller: poller, log, observedJobs, signal: engine } = effects;
  const members = new Map(Object.keys(jobs).map((name) => [name, unseen]));
  const unlooked = new Set(members.keys());
  let metSinceMs: number | undefined;
  let told = "";
  const checkedMs = new Map<string, number>();

  const see = (name: string, job: QuorumJob, observation: Observation<JobSnapshot>): MemberState =>
    note(name, memberStateOf(job, goal.waitFor, observation, members.get(name) ?? unseen));

  const note = (name: string, member: MemberState): MemberState => {
    const nowMs = clock.monotonicMs();
    members.set(name, member);
    unlooked.delete(name);
    const isMet = countOf(kindsOf(members), "ready") >= goal.need;
    metSinceMs = isMet ? (metSinceMs ?? nowMs) : undefined;
    const line = quorumProgress(goal, members);
    if (unlooked.size === 0 && line !== told) log.status((told = line));
    return member;
  };

  const decide = (isLast: boolean): QuorumDecision => {
    const kinds = kindsOf(members);
    const metForMs = metSinceMs === undefined ? undefined : clock.monotonicMs() - metSinceMs;
    const decision = decideQuorum(goal, kinds, { metForMs, isLast });
    // A job that was not read is not called late.
    return decision === "met" && unlooked.size > 0 ? "wait" : decision;
  };

  /** Whether a job has answered 404 for so long that a proof is needed. */
  const isMissing = (uuid: string): boolean =>
    isMissingTooLong({
      lastSeenMs: observedJobs.lastSeen(uuid)?.atMs ?? startMs,
      checkedMs: checkedMs.get(uuid) ?? startMs,
      nowMs: clock.monotonicMs(),
    });

  /** Finds out what became of a job that answers 404. */
  const confirmMissing = async (
    name: string,
    job: QuorumJob,
    signal: AbortSignal,
  ): Promise<MemberState> => {
    const uuid = job.uuid.toLowerCase();
    const lastKey = currentKey(effects.api);
    const found = await checkMissingJob({ ...effects, signal }, { uuid, lastKey });
    checkedMs.set(uuid, clock.monotonicMs());
    if (found.kind === "gone") return note(name, gone);
    if (found.kind === "alive") return see(name, job, { seen: true, value: found.snapshot });
    return members.get(name) ?? unseen;
  };

  return {
    members,
    decide,
    isLookedAt: () => unlooked.size === 0,
    graceEndMs: () => (metSinceMs ?? Infinity) + goal.graceMs,
    async watchUntil(deadlineMs) {
      const wasMet = metSinceMs !== undefined;
      const round = new AbortController();
      const { signal, forget } = eitherSignal([engine, round.signal]);
      setMaxListeners(0, signal);
      const open = Object.entries(jobs).filter(([name]) => !isSettled(members.get(name)));
      const tellNews = (): void => {
        const isNews = (metSinceMs !== undefined) !== wasMet || decide(false) !== "wait";
        // The others of the same poll are noted first.
        if (isNews) queueMicrotask(() => round.abort(OVER));
      };
      const watch = async ([name, job]: readonly [string, QuorumJob]): Promise<void> => {
        const uuid = job.uuid.toLowerCase();
        const answer = { is404: false };
        for (;;) {
          const end = await poller.watch(uuid, {
            deadlineMs,
            signal,
            onObservation(observation) {
              answer.is404 = !observation.seen && isNotFound(observation.error);
              const member = see(name, job, observation);
              tellNews();
              if (isSettled(member)) return "settled";
              return answer.is404 && isMissing(uuid) ? "missing" : undefined;
            },
          });
          if (end === "settled" || !answer.is404) return;
          const member = await confirmMissing(name, job, signal);
          tellNews();
          if (end === undefined || isSettled(member)) return;
        }
      };
      const watches = open.map(watch);
      try {
        await Promise.all(watches);
      } catch (error) {
        if (error !== OVER) throw error;
      } finally {
        round.abort(OVER);
        forget();
      }
    },
  };
}

/** Whether nothing of a job can change any more. */
function isSettled(member: MemberState | undefined): boolean {
  if (member === undefined) return false;
  const { kind, snapshot } = member;
  return snapshot === undefined ? kind === "failed" : isEnded(snapshot.job.status);
}

/** The windows of the slowest job: after that something is wrong. Those of an unseen one are guessed. */
function longestWaitMs({ waitFor }: QuorumGoal, members: MemberStates): number {
  const settings = { waitFor };
  const each = [...members.values()].map(({ snapshot }) => defaultWaitMs(settings, snapshot?.job));
  return Math.max(0, ...each);
}
