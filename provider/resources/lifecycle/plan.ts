// The outputs of a job that an update keeps, which a preview passes to dependent resources. They
// stay known: otherwise each change of a setting would seem to change all dependents. Pure.
import type { Properties } from "../schema/types";
import { expiresAtOf } from "../job/expiry";
import { lifeDrift } from "./drift";
import { DEFAULT_SSH_USER } from "../job/inputs";
import { jobOutputs, readJobState } from "../job/outputs";
import { goalOf, readSettings, type JobSettings } from "../job/settings";
import { sshLogin } from "../job/outputsFromApi";
import { isEnded } from "../job/status";
import { isKnownGone } from "./lostJob";
import { preferenceOf, preferring } from "../job/preferences";
import { containsUnknown, UNKNOWN } from "../schema/unknown";

/** Facts of a job that no update changes, once they are known. */
const LASTING: readonly string[] = [
  "uuid",
  "apiOrigin",
  "createdAt",
  "marker",
  "sourceRecipeUuid",
  "placement",
];

/** Inputs that decide what an update does to the job. */
const DECISIVE = ["task", "container", "waitFor", "maxHourlyUsd", "expiresAfter", "gpuPreferences"];

/**
 * The outputs, besides the inputs, that an update leaves: `UNKNOWN` where it may change them.
 *
 * @param nowMs Unix time in milliseconds.
 */
export function planJobUpdate(outputs: Properties, inputs: Properties, nowMs: number): Properties {
  const names = Object.keys(jobOutputs.shape);
  if (mayTouchJob(outputs, inputs, nowMs)) {
    const isLasting = (name: string): boolean =>
      LASTING.includes(name) && outputs[name] !== undefined;
    return Object.fromEntries(
      names.map((name) => [name, isLasting(name) ? outputs[name] : UNKNOWN]),
    );
  }
  const facts = Object.fromEntries(names.map((name) => [name, outputs[name]]));
  if (isKnownGone(outputs)) return facts;
  return {
    ...facts,
    ssh: sshAfter(outputs, inputs),
    expiresAt: expiresAtAfter(outputs, inputs, nowMs),
    logsTail: isLogRead(outputs, inputs) ? UNKNOWN : undefined,
  };
}

/** Whether an update waits for the job, searches for it or ends it, as far as can be known. */
function mayTouchJob(outputs: Properties, inputs: Properties, nowMs: number): boolean {
  if (isKnownGone(outputs)) return false;
  if (DECISIVE.some((name) => containsUnknown(inputs[name]))) return true;
  if (lifeDrift(outputs, inputs, nowMs).length > 0) return true;
  const { status, placement } = readJobState(outputs);
  if (status === undefined || isEnded(status)) return status === undefined;
  return mayCostTooMuch(outputs, readSettings(preferring(inputs, preferenceOf(inputs, placement))));
}

/** Whether a live job is cancelled for its price, or waited for until its price is known. */
function mayCostTooMuch(outputs: Properties, { maxHourlyUsd }: JobSettings): boolean {
  const { hourlyRateUsd } = readJobState(outputs);
  return maxHourlyUsd !== undefined && (hourlyRateUsd ?? Infinity) > maxHourlyUsd;
}

function sshAfter(outputs: Properties, inputs: Properties): unknown {
  const { ssh } = readJobState(outputs);
  if (ssh === undefined) return undefined;
  if (containsUnknown(inputs["sshUser"])) return UNKNOWN;
  const { sshUser = DEFAULT_SSH_USER } = readSettings(inputs);
  return sshLogin(ssh.host, ssh.port, sshUser);
}

function expiresAtAfter(
  outputs: Properties,
  inputs: Properties,
  nowMs: number,
): string | typeof UNKNOWN | undefined {
  const { expiresAfter } = readSettings(inputs);
  if (expiresAfter === undefined) return undefined;
  // If no end was computed yet, the update reads the service's clock first.
  if (readJobState(outputs).expiresAt === undefined) return UNKNOWN;
  return expiresAtOf(expiresAfter, { createdAt: undefined, nowMs, outputs });
}

/** Whether the update reads the end of the log again. */
function isLogRead(outputs: Properties, inputs: Properties): boolean {
  const { status } = readJobState(outputs);
  const { stage } = goalOf(readSettings(inputs));
  return status === "FAILED" || (status === "COMPLETED" && stage === "completed");
}
