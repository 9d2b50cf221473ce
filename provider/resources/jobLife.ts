// The life of a resource that is one job, however the job came into being.
import { listJobRuns } from "../api/endpoints/jobRuns";
import { getJob, type Job, type JobDetails } from "../api/endpoints/jobs";
import type { ApiClient } from "../api/client";
import { DispersedError, isDispersedError } from "../api/errors";
import { requireUuid } from "../api/uuid";
import { cancelUntilEnded } from "./cancel";
import { CONTEXT, contextOf } from "./context";
import type { Existing, Properties, ResourceDefinition, ResourceEffects } from "./definition";
import { explainFailure } from "./explainFailure";
import { isNotFound, keyName, proveGone } from "./gone";
import { jobDrift, timeoutDrift } from "./jobDrift";
import { DEFAULT_SSH_USER, settingInputs } from "./jobInputs";
import {
  defaultWaitMs,
  DELETE_TIMEOUT_MS,
  durationMs,
  goalOf,
  type JobSettings,
} from "./jobSettings";
import { currentRun, jobOutputsOf, type JobSight } from "./jobState";
import { isEnded } from "./jobStatus";
import { PartialFailure } from "./partialFailure";
import { waitForJob, type WaitResult } from "./wait";

/** How a job of this kind comes into being, and what its inputs are called. */
export interface JobKind {
  readonly inputNames: readonly string[];
  /** Buys the job. Marker and reconciliation belong here, between the look and the POST. */
  submit(effects: ResourceEffects, inputs: Properties): Promise<Job>;
}

/** What a failure leaves behind. */
const KEPT = "The job stays in the stack.";
const UNCHANGED = "The state is unchanged.";

type Life = Pick<ResourceDefinition, "drift" | "create" | "read" | "update" | "delete">;

/** The operations of a resource that is one job. */
export function jobLife(kind: JobKind): Life {
  return {
    drift: jobDrift,
    create: (effects, inputs) => create(kind, effects, inputs),
    read: (effects, id, outputs) => read(kind, effects, id, outputs),
    update,
    delete: remove,
  };
}

/** One look at a job, with the run that counts. */
export async function observeJob(
  api: ApiClient,
  uuid: string,
  signal?: AbortSignal,
): Promise<JobSight & { readonly job: JobDetails }> {
  const job = await getJob(api, uuid, signal);
  // A job that waits for a node has never run.
  if (job.status === "PENDING") return { job, run: undefined };
  return { job, run: currentRun(await listJobRuns(api, uuid, signal)) };
}

async function create(
  kind: JobKind,
  effects: ResourceEffects,
  inputs: Properties,
): Promise<{ id: string; outputs: Properties }> {
  const { redact } = effects;
  const { name, timeouts } = contextOf(inputs);
  let job: Job;
  try {
    job = await kind.submit(effects, inputs);
  } catch (error) {
    throw explainFailure(error, {
      name,
      aftermath: aftermathOfSubmit(error),
      storedKey: false,
      redact,
    });
  }
  // From here on an id exists: every way out carries it.
  const result = await wait(effects, job.uuid, inputs, timeouts?.create);
  const outputs = outputsOf(effects, inputs, result.sight ?? { job, run: undefined });
  if (result.reached) return { id: job.uuid, outputs };
  const aftermath = KEPT;
  const cause = explainFailure(result.error, { name, aftermath, storedKey: false, redact });
  throw new PartialFailure(job.uuid, outputs, cause);
}

function aftermathOfSubmit(error: unknown): string {
  if (!isDispersedError(error) || error.kind !== "ambiguous") return "No job was created.";
  return (
    "A job may have been created and may bill: this version does not look for it. Look for it in " +
    "the console, and cancel it there, before you run `pulumi up` again."
  );
}

async function read(
  kind: JobKind,
  effects: ResourceEffects,
  id: string,
  outputs: Properties,
): Promise<Existing | undefined> {
  const { redact } = effects;
  const { key, ...context } = contextOf(outputs);
  const { name } = context;
  const echoed = kind.inputNames.filter((input) => outputs[input] !== undefined);
  const inputs = {
    ...Object.fromEntries(echoed.map((input) => [input, outputs[input]])),
    [CONTEXT]: context,
  };
  try {
    const uuid = uuidOf(effects, id, outputs);
    const sight = await observeUnlessGone(effects, uuid, key);
    if (sight !== undefined)
      return { id: uuid, outputs: outputsOf(effects, inputs, sight), inputs };
    const wasAlive = !isEnded(String(outputs["status"]));
    return wasAlive ? undefined : { id: uuid, outputs: { ...outputs, purged: true }, inputs };
  } catch (error) {
    throw explainFailure(error, { name, aftermath: UNCHANGED, storedKey: true, redact });
  }
}

async function observeUnlessGone(
  effects: ResourceEffects,
  uuid: string,
  lastKey: string | undefined,
): Promise<JobSight | undefined> {
  try {
    return await observeJob(effects.api, uuid, effects.signal);
  } catch (error) {
    if (!isNotFound(error)) throw error;
  }
  if (await proveGone(effects, uuid, lastKey)) return undefined;
  return observeJob(effects.api, uuid, effects.signal);
}

async function update(
  effects: ResourceEffects,
  id: string,
  outputs: Properties,
  inputs: Properties,
): Promise<Properties> {
  const { redact } = effects;
  const { name, timeouts } = contextOf(inputs);
  const aftermath = KEPT;
  let uuid: string;
  try {
    uuid = uuidOf(effects, id, outputs);
  } catch (error) {
    throw explainFailure(error, { name, aftermath, storedKey: false, redact });
  }
  const result = await wait(effects, uuid, inputs, timeouts?.update ?? timeouts?.create);
  const updated = result.sight
    ? outputsOf(effects, inputs, result.sight)
    : { ...outputs, ...inputs, [CONTEXT]: outputs[CONTEXT] };
  if (result.reached || isSettled(result, outputs, inputs)) return updated;
  const cause = explainFailure(result.error, { name, aftermath, storedKey: false, redact });
  throw new PartialFailure(uuid, updated, cause);
}

/**
 * Whether an ended job is old news: the state knew of the end, and this update came for a setting
 * that changed. Otherwise it came for a wait that failed, and that is not over by being repeated.
 */
function isSettled(result: WaitResult, outputs: Properties, inputs: Properties): boolean {
  const status = result.sight?.job.status;
  if (status === undefined || !isEnded(status) || outputs["status"] !== status) return false;
  const settings = Object.keys(settingInputs);
  const changed = settings.some(
    (name) => JSON.stringify(outputs[name]) !== JSON.stringify(inputs[name]),
  );
  return changed || timeoutDrift(outputs, inputs).length > 0;
}

async function remove(effects: ResourceEffects, id: string, outputs: Properties): Promise<void> {
  const { redact } = effects;
  const { name, key, timeouts } = contextOf(outputs);
  try {
    const uuid = uuidOf(effects, id, outputs);
    // The service has forgotten it, and it had ended before: there is nothing left to ask.
    if (outputs["purged"] === true) return;
    const timeoutMs = durationMs(timeouts?.delete) ?? DELETE_TIMEOUT_MS;
    await cancelUntilEnded(effects, { uuid, lastKey: key, timeoutMs });
  } catch (error) {
    throw explainFailure(error, { name, aftermath: UNCHANGED, storedKey: true, redact });
  }
}

function wait(
  effects: ResourceEffects,
  uuid: string,
  inputs: Properties,
  timeout: string | undefined,
): Promise<WaitResult> {
  const settings = inputs as JobSettings;
  const timeoutMs = durationMs(timeout) ?? defaultWaitMs(settings);
  return waitForJob(effects, uuid, goalOf(settings), timeoutMs);
}

/** The whole outputs: the inputs as given, and what the service says. */
function outputsOf(
  { api, redact }: ResourceEffects,
  inputs: Properties,
  sight: JobSight,
): Properties {
  const { config } = api;
  const sshUser = (inputs as JobSettings).sshUser ?? DEFAULT_SSH_USER;
  const key = keyName(config.publicKey.value);
  return {
    ...inputs,
    ...jobOutputsOf(sight, { apiOrigin: config.origin, sshUser, redact }),
    [CONTEXT]: { ...contextOf(inputs), key },
  };
}

/**
 * The job a state is about.
 *
 * @throws DispersedError when the state is about another service or names no job; nothing is sent.
 */
function uuidOf({ api }: ResourceEffects, id: string, outputs: Properties): string {
  const { apiOrigin, uuid } = outputs;
  const { origin } = api.config;
  if (apiOrigin !== undefined && apiOrigin !== origin) {
    throw new DispersedError(
      "validation",
      `the job was created at ${JSON.stringify(apiOrigin)}, but dispersed:baseUrl is now ${origin}. ` +
        "Nothing was sent. Set dispersed:baseUrl back to work with this job.",
    );
  }
  return requireUuid(uuid ?? id, "the job's id in the state");
}
