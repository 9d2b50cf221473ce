// Update: applies settings, continues a wait, resolves an unconfirmed purchase, cancels an expired
// job. It never buys anything.
import { commands } from "../../api/config/hostWords";
import { DispersedError } from "../../api/errors/errors";
import { finishWait, overPricedError } from "./finishWait";
import { CONTEXT, contextOf, contextProperty } from "../schema/hiddenContext";
import type { OperationContext, ResourceEffects, ServiceAccess } from "../contract/effects";
import type { Properties } from "../schema/types";
import { cancelUnwanted } from "../purchase/cancelDuplicates";
import { inputChanges } from "../schema/diff";
import type { JobKind } from "./jobKind";
import { endOfLife } from "./endOfLife";
import { isExpired } from "../job/expiry";
import { explainFailure } from "../contract/explainFailure";
import { isNotFound } from "../account/confirmGone";
import { timeoutDrift } from "./drift";
import { settingInputs } from "../job/inputs";
import { earlierOutcome, generationOf, lastRateOf, recordOf, uuidOf } from "./state";
import { requireOrigin } from "../contract/requireOrigin";
import { markerOf } from "../job/marker";
import { defaultWaitMs, durationMs, goalOf, readSettings } from "../job/settings";
import type { JobSnapshot } from "../job/outputsFromApi";
import { isEnded } from "../job/status";
import { goneOutputs, isKnownGone, taskOf } from "./lostJob";
import { observeJob } from "../account/fetchJobs";
import { PartialFailure } from "../contract/partialFailure";
import { readJobState } from "../job/outputs";
import { preferenceOf, preferring } from "../job/preferences";
import { tryFindOverdueDuplicates } from "../purchase/overdueDuplicates";
import { leaveToOther, type EndingResource, SHOWN_WITHIN_MS } from "./otherHolder";
import { adoptedUuid, uuidOfUnconfirmed } from "./resolveUnconfirmed";
import { waitForJob } from "../wait/waitForJob";
import { BUY_AGAIN, goneError } from "../wait/messages";

/** How a user tries again, and whether a duplicate may be cancelled. */
const ASKER = { again: `Run ${commands.up} again`, mayCancel: true };

/** Updates a resource that is one job. */
export async function updateJobResource(
  kind: JobKind,
  effects: ResourceEffects,
  id: string,
  outputs: Properties,
  inputs: Properties,
): Promise<Properties> {
  const { redact } = effects;
  const { name } = contextOf(inputs);
  const explain = (error: unknown, aftermath: string): Error =>
    explainFailure(error, { name, aftermath, storedKey: false, redact });
  let updated: Updated;
  try {
    requireOrigin(effects, outputs);
    const uuid =
      uuidOf(id, outputs) ??
      (await adoptedUuid(kind, effects, { id, outputs, inputs })) ??
      (await uuidOfUnconfirmed(effects, id, outputs, ASKER));
    updated =
      uuid === undefined
        ? notCreatedState(outputs, inputs)
        : await updateJob(effects, uuid, outputs, inputs);
  } catch (error) {
    throw explain(error, "The job stays in the stack.");
  }
  if (updated.error === undefined) return updated.outputs;
  const { uuid } = readJobState(updated.outputs);
  const aftermath = uuid === undefined ? "" : "The job stays in the stack.";
  throw new PartialFailure(id, updated.outputs, explain(updated.error, aftermath));
}

interface Updated {
  readonly outputs: Properties;
  /** Why the job is not what was wanted. */
  readonly error: DispersedError | undefined;
}

function notCreatedState(outputs: Properties, inputs: Properties): Updated {
  return {
    outputs: { ...outputs, ...inputs, [CONTEXT]: outputs[CONTEXT], status: "NOT_CREATED" },
    error: new DispersedError(
      "notSent",
      `the request never created a job, and nothing is billed. Run ${commands.up} again to buy one.`,
    ),
  };
}

async function updateJob(
  effects: ResourceEffects,
  uuid: string,
  outputs: Properties,
  inputs: Properties,
): Promise<Updated> {
  const { clock } = effects;
  const marker = markerOf(outputs);
  // An unconfirmed purchase was searched for just now.
  if (marker !== undefined && readJobState(outputs).uuid !== undefined) {
    await tryFindOverdueDuplicates(effects, { uuid, marker }, { mayCancel: true });
  }
  if (isKnownGone(outputs)) return purgedState(uuid, outputs, inputs);
  const { placement } = readJobState(outputs);
  const settings = readSettings(preferring(inputs, preferenceOf(inputs, placement)));
  const { timeouts } = contextOf(inputs);
  const { task, key } = contextOf(outputs);
  const nowMs = clock.nowMs();
  const expiresAt = await endOfLife(effects, uuid, settings.expiresAfter, outputs);
  const facts = { marker, expiresAt, placement, rateUsd: lastRateOf(outputs) };
  const generation = generationOf(outputs);
  const resource = { uuid, generation, owner: contextOf(inputs).owner };
  if (isExpired(outputs, expiresAt, nowMs) && !(await isHeldByOther(effects, resource))) {
    const { createdAt } = readJobState(outputs);
    await cancelUnwanted(effects, uuid, { lastKey: key, createdAt });
    effects.log.warn(`the job ${uuid} has expired and was cancelled`);
    const snapshot = await observeEnded(effects, uuid);
    const outcome = "expired";
    return {
      outputs: recordOf(effects, inputs, snapshot, { ...facts, outcome }),
      error: undefined,
    };
  }
  const limit = timeouts?.update ?? timeouts?.create;
  const timeoutMs = durationMs(limit) ?? defaultWaitMs(settings);
  const result = await waitForJob(effects, uuid, goalOf(settings, task), timeoutMs, key);
  if (result.snapshot === undefined) {
    if (result.isGone === true) return purgedState(uuid, outputs, inputs);
    return { outputs: withSettings(outputs, inputs), error: result.error };
  }
  const waited = await finishWait(effects, inputs, result, result.snapshot, {
    ...facts,
    generation,
    outcome: earlierOutcome(outputs),
  });
  const wasAlreadyKnown = isSettled(outputs, inputs, result.snapshot.job.status);
  return wasAlreadyKnown ? { ...waited, error: undefined } : waited;
}

/** Whether another resource holds a job that has expired, and the user was told. */
async function isHeldByOther(effects: ResourceEffects, resource: EndingResource): Promise<boolean> {
  await effects.clock.sleep(SHOWN_WITHIN_MS, effects.signal);
  const other = leaveToOther(effects, resource);
  if (other === undefined) return false;
  effects.log.warn(
    `Job ${resource.uuid} has expired and was not cancelled, because ${other} holds it too. It is still billed.`,
  );
  return true;
}

/** The last known outputs with new settings: nothing else of the inputs can have changed. */
function withSettings(outputs: Properties, inputs: Properties): Properties {
  const { timeouts } = contextOf(inputs);
  const facts = Object.entries(outputs).filter(([name]) => !Object.hasOwn(settingInputs, name));
  return {
    ...Object.fromEntries(facts),
    ...inputs,
    [CONTEXT]: contextProperty({ ...contextOf(outputs), timeouts }),
  };
}

/** What an update does to a job that the service no longer knows. */
function purgedState(uuid: string, outputs: Properties, inputs: Properties): Updated {
  const { status = "UNKNOWN" } = readJobState(outputs);
  const kept = goneOutputs(withSettings(outputs, inputs));
  if (isSettled(outputs, inputs, status)) return { outputs: kept, error: undefined };
  if (!isEnded(status)) {
    return { outputs: kept, error: goneError(uuid, status, taskOf(outputs)) };
  }
  const error =
    earlierOutcome(outputs) === "overPriced"
      ? overPricedError(uuid, lastRateOf(outputs))
      : new DispersedError(
          "jobEnded",
          `Job ${uuid} ended ${status}, and the service has forgotten it. ${BUY_AGAIN}`,
        );
  return { outputs: kept, error };
}

/** The job after its end; the service may have forgotten it by then. */
async function observeEnded(
  { api, signal }: ServiceAccess & OperationContext,
  uuid: string,
): Promise<JobSnapshot> {
  try {
    return await observeJob(api, uuid, signal);
  } catch (error) {
    if (!isNotFound(error)) throw error;
    return { job: { uuid, status: "CANCELLED" }, run: undefined };
  }
}

/**
 * Whether the state already knew that the job had ended, and this update is for a changed setting.
 * Otherwise the update is for a failed wait, and repeating it does not make it succeed.
 */
function isSettled(outputs: Properties, inputs: Properties, status: string): boolean {
  const isOver = isEnded(status) || isKnownGone(outputs);
  if (!isOver || readJobState(outputs).status !== status) return false;
  const changed = inputChanges(settingInputs, outputs, inputs);
  return changed.length > 0 || timeoutDrift(outputs, inputs).length > 0;
}
