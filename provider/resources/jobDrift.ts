// What differs although no input changed: an ended job, a wait that is not over, a new deadline.
import { CONTEXT, contextOf } from "./context";
import type { Change, Properties } from "./definition";
import { goalOf, type JobSettings } from "./jobSettings";
import { isEnded } from "./jobStatus";
import { containsUnknown, UNKNOWN } from "./unknown";
import { hasReached } from "./waitStage";

/** Differences that a refresh or an unfinished wait left behind. Pure. */
export function jobDrift(outputs: Properties, inputs: Properties): readonly Change[] {
  return [...statusDrift(outputs, inputs), ...timeoutDrift(outputs, inputs)];
}

function statusDrift(outputs: Properties, inputs: Properties): readonly Change[] {
  const { uuid, status, statusReason, nodeUrls } = outputs;
  const { replaceOn, waitFor, container, task } = inputs;
  if (typeof status !== "string") return [];
  // What depends on an input that is not known yet is decided when it is.
  if ([replaceOn, waitFor, task].includes(UNKNOWN)) return [];
  const about = `the job ${String(uuid)}`;
  const settings = inputs as JobSettings;
  if (isEnded(status)) {
    const endings = settings.replaceOn ?? defaultReplaceOn(settings.task);
    if (!endings.some((ending) => ending === status)) return [];
    const why = typeof statusReason === "string" ? ` (${statusReason})` : "";
    const reason = `${about} ended ${status}${why}, which replaceOn answers with a new one`;
    return [{ path: "status", kind: "update", replaces: true, reason }];
  }
  if (containsUnknown(container)) return [];
  const { stage, ports } = goalOf(settings);
  const published = Array.isArray(nodeUrls)
    ? nodeUrls.map((url: { description?: unknown }) => String(url.description))
    : [];
  if (hasReached(stage, { status, ports, published })) return [];
  const reason = `${about} is ${status} and should be ${stage}: the wait goes on`;
  return [{ path: "status", kind: "update", replaces: false, reason }];
}

function defaultReplaceOn(task: unknown): readonly string[] {
  return task === "PERSISTENT" ? ["COMPLETED", "FAILED", "CANCELLED"] : ["FAILED"];
}

/** Delete knows its deadline only from the outputs, so a new one has to get there. */
export function timeoutDrift(outputs: Properties, inputs: Properties): readonly Change[] {
  const [before, now] = [outputs, inputs].map((properties) => {
    const { create, update, delete: remove } = contextOf(properties).timeouts ?? {};
    return [create, update, remove].join("|");
  });
  return before === now ? [] : [{ path: CONTEXT, kind: "update", replaces: false }];
}
