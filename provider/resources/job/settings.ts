// What the settings of a job ask for, with the defaults where they are silent.
import type { JobOrder } from "../../api/endpoints/jobOrder";
import { orderFieldNames, orderFields } from "../../api/endpoints/orderFields";
import { orderDefaults } from "./documentedDefaults";
import { parseDuration } from "../schema/duration";
import { containerOverrides } from "./container";
import { taskInput } from "./choices";
import { hardwareInputs, settingInputs } from "./inputs";
import { readProperties, type PartialOf } from "../schema/readProperties";
import type { Properties } from "../schema/types";
import type { WaitGoal } from "./waitFor";
import { parseWaitFor } from "./waitFor";
import { defaultWaitStage } from "./waitStage";

const settingShape = {
  task: taskInput,
  container: containerOverrides,
  ...hardwareInputs,
  ...settingInputs,
};

/** The inputs that every job-backed resource has; a recipe's may leave out all of them. */
export type JobSettings = PartialOf<typeof settingShape>;

/** The inputs of a job-backed resource in a program or a state, as far as they are known. */
export function readSettings(inputs: Properties): JobSettings {
  return readProperties(settingShape, inputs);
}

/** The hardware inputs: what a node has to have. */
export const HARDWARE_INPUTS = orderFieldNames.filter((name) => "isHardware" in orderFields[name]);

/** How long delete waits by default for the end of a job. */
export const DELETE_TIMEOUT_MS = 10 * 60_000;

const DEFAULT_ASSIGN_MS = orderDefaults.maxTimeoutAssignMs.value;
const DEFAULT_START_MS = orderDefaults.maxTimeoutStartMs.value;
/** What the service may add to its own time limits. */
const SLACK_MS = 2 * 60_000;

/**
 * How far create waits.
 *
 * @param knownTask the job's kind where the inputs leave it to a recipe.
 */
export function goalOf(settings: JobSettings, knownTask?: string): WaitGoal {
  const { waitFor, task, container, maxHourlyUsd } = settings;
  const wanted = waitFor ?? defaultWaitStage(task ?? knownTask);
  return { ...parseWaitFor(wanted), ports: container?.ports, maxHourlyUsd };
}

/**
 * The service's own time limits and a margin: after that something is wrong.
 *
 * @param ordered the job as it was created: values that the inputs leave out may come from a
 * recipe.
 */
export function defaultWaitMs(settings: JobSettings, ordered: JobWindows = {}): number {
  const {
    maxTimeoutAssignMs = ordered.maxTimeoutAssignMs ?? DEFAULT_ASSIGN_MS,
    maxTimeoutStartMs = ordered.maxTimeoutStartMs ?? DEFAULT_START_MS,
    maxTimeoutRunMs = ordered.maxTimeoutRunMs ?? 0,
  } = settings;
  const runMs = goalOf(settings).stage === "completed" ? maxTimeoutRunMs : 0;
  return maxTimeoutAssignMs + maxTimeoutStartMs + runMs + SLACK_MS;
}

/** How long a job may wait for a node, and what the service may add. */
export function assignWaitMs({ maxTimeoutAssignMs = DEFAULT_ASSIGN_MS }: JobSettings): number {
  return maxTimeoutAssignMs + SLACK_MS;
}

/** The time limits of a job. */
type JobWindows = Partial<
  Pick<JobOrder, "maxTimeoutAssignMs" | "maxTimeoutStartMs" | "maxTimeoutRunMs">
>;

/** Milliseconds of a resource option such as `10m`; `undefined` where it is not set. */
export function durationMs(text: string | undefined): number | undefined {
  return text === undefined ? undefined : parseDuration(text);
}
