// What differs although no input changed: an ended job, an unfinished wait, an expired time to
// live, a new deadline.
import { CONTEXT, contextOf } from "../schema/hiddenContext";
import type { Change, Properties } from "../schema/types";
import { settingDefaults } from "../job/documentedDefaults";
import { expiresAtOf, isExpired, isReckoned } from "../job/expiry";
import { goalOf, readSettings } from "../job/settings";
import { isEnded } from "../job/status";
import { isKeptWhenGone } from "./lostJob";
import { readJobState } from "../job/outputs";
import { preferenceOf } from "../job/preferences";
import { containsUnknown } from "../schema/unknown";
import { hasReached } from "../job/waitStage";

/** Differences that a refresh, an unfinished wait or time left behind. Pure. */
export function jobDrift(
  outputs: Properties,
  inputs: Properties,
  nowMs: number,
): readonly Change[] {
  return [
    ...lifeDrift(outputs, inputs, nowMs),
    ...placementDrift(outputs, inputs),
    ...timeoutDrift(outputs, inputs),
  ];
}

/** A job stays where it was placed for as long as that is among the preferences. */
function placementDrift(outputs: Properties, inputs: Properties): readonly Change[] {
  const { placement } = readJobState(outputs);
  const { gpuPreferences } = inputs;
  if (placement === undefined && gpuPreferences === undefined) return [];
  const change = { path: "gpuPreferences", kind: "update", replaces: true } as const;
  // An unknown value may turn out not to contain the current choice.
  if (containsUnknown(gpuPreferences)) return [change];
  if (preferenceOf(inputs, placement) !== undefined) return [];
  const reason =
    placement === undefined
      ? `${jobName(outputs)} was bought without gpuPreferences: it is placed again`
      : `${jobName(outputs)} was placed by a preference that gpuPreferences no longer has`;
  return [{ ...change, reason }];
}

/** What became of the job, and what an update or a replacement does about it. */
export function lifeDrift(
  outputs: Properties,
  inputs: Properties,
  nowMs: number,
): readonly Change[] {
  const { uuid, status, outcome } = readJobState(outputs);
  if (status === undefined) return [];
  if (status === "NOT_CREATED") {
    return [replacement("the request never created its job: a job is bought")];
  }
  if (uuid === undefined) {
    return [update(`the create request got no answer (${status}): the run looks for its job`)];
  }
  const about = jobName(outputs);
  if (outcome === "lost") {
    // A job that may have succeeded is not bought again automatically.
    if (isKeptWhenGone(outputs)) return [];
    return [replacement(`${about} is no longer known to the service: another is bought`)];
  }
  const expired = expiry(outputs, inputs, nowMs);
  if (expired !== undefined) {
    const ended = `${about} expired at ${expired} and is to be cancelled`;
    // The update reads the service's clock, which is impossible here.
    const words = `by the service's clock ${ended} if that clock is right`;
    return [update(isReckoned(outputs) ? ended : words)];
  }
  return isEnded(status) ? endDrift(outputs, inputs, status) : stageDrift(outputs, inputs, status);
}

/** When a live job's time was over, if it is. */
function expiry(outputs: Properties, inputs: Properties, nowMs: number): string | undefined {
  const { createdAt } = readJobState(outputs);
  const { postedAtMs: boughtAtMs } = contextOf(outputs);
  const birth = { createdAt, boughtAtMs, nowMs, outputs };
  const expiresAt = expiresAtOf(readSettings(inputs).expiresAfter, birth);
  return isExpired(outputs, expiresAt, nowMs) ? expiresAt : undefined;
}

function endDrift(outputs: Properties, inputs: Properties, status: string): readonly Change[] {
  const { statusReason, outcome } = readJobState(outputs);
  // If a needed input is unknown, the decision is made later.
  const { replaceOn: wanted, task: kind } = inputs;
  if ([wanted, kind].some(containsUnknown)) return [];
  // A job that we cancelled ourselves is not bought again.
  if (outcome === "expired" || outcome === "overPriced") return [];
  const { replaceOn, task = contextOf(outputs).task } = readSettings(inputs);
  const endings: readonly string[] = replaceOn ?? defaultReplaceOn(task);
  if (!endings.includes(status)) return [];
  const why = statusReason === undefined ? "" : ` (${statusReason})`;
  return [
    replacement(
      `${jobName(outputs)} ended ${status}${why}, and replaceOn lists that status, so it is replaced`,
    ),
  ];
}

function stageDrift(outputs: Properties, inputs: Properties, status: string): readonly Change[] {
  const { nodeUrls = [] } = readJobState(outputs);
  const { waitFor, container, task } = inputs;
  if ([waitFor, task].some(containsUnknown) || containsUnknown(container)) return [];
  const { stage, ports } = goalOf(readSettings(inputs), contextOf(outputs).task);
  const published = nodeUrls.map(({ description }) => description);
  // A probe leaves no trace in the service's answers, so create notes a wait that is not over.
  const isOpen = contextOf(outputs).unready === true && stage !== "created";
  const reached = hasReached(stage, { status, ports, published });
  if (reached && !isOpen) return [];
  return [update(`${jobName(outputs)} is ${status} and not yet ${stage}: the wait continues`)];
}

function jobName(outputs: Properties): string {
  const { uuid } = readJobState(outputs);
  return uuid === undefined ? "the job" : `the job ${uuid}`;
}

/** The endings that replace a job of this task where `replaceOn` is left out. */
export function defaultReplaceOn(task: unknown): readonly string[] {
  const { BATCH, PERSISTENT } = settingDefaults.replaceOn;
  return task === "PERSISTENT" ? PERSISTENT : BATCH;
}

function update(reason: string): Change {
  return { path: "status", kind: "update", replaces: false, reason };
}

function replacement(reason: string): Change {
  return { path: "status", kind: "update", replaces: true, reason };
}

/** Delete knows its deadline only from the outputs, so a new one has to be written there. */
export function timeoutDrift(outputs: Properties, inputs: Properties): readonly Change[] {
  const [before, now] = [outputs, inputs].map((properties) => {
    const { create, update: change, delete: remove } = contextOf(properties).timeouts ?? {};
    return [create, change, remove].join("|");
  });
  return before === now ? [] : [{ path: CONTEXT, kind: "update", replaces: false }];
}
