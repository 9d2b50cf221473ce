// What the state holds of a job besides the inputs, and how it is found in the state again.
import { commands } from "../../api/config/hostWords";
import { DispersedError } from "../../api/errors/errors";
import { requireUuid } from "../../api/endpoints/uuid";
import { CONTEXT, contextOf, contextProperty } from "../schema/hiddenContext";
import type { Showing } from "../contract/definition";
import type { OperationContext, PurchaseRecords, ServiceAccess } from "../contract/effects";
import type { Properties } from "../schema/types";
import { requestTimeNow } from "../account/requestTime";
import { currentKey } from "../account/confirmGone";
import { DEFAULT_SSH_USER, jobInputs } from "../job/inputs";
import { jobOutputs, readJobState } from "../job/outputs";
import { jobOutputsOf, type JobSnapshot } from "../job/outputsFromApi";
import { readSettings } from "../job/settings";
import { onAllNodes } from "../pricing/offerPrices";
import { isEnded, type Outcome } from "../job/status";
import { markerOf, markerText, parseMarker, type Marker } from "../job/marker";
import type { Holder } from "../account/holders";
import type { ProcessJobs } from "../account/processJobs";
import type { Placement } from "../job/gpuPreferences";
import { secretsIn } from "../schema/secrets";

/** Facts about a job that the service's response does not contain. */
export interface RecordFacts {
  /** The marker that the job carries; ours where an adopted job has none. */
  readonly marker: Marker | undefined;
  readonly expiresAt?: string | undefined;
  /** Why we ended it ourselves. */
  readonly outcome?: Outcome | undefined;
  /** What its run was last seen to cost, in US dollars an hour. */
  readonly rateUsd?: number | undefined;
  readonly logsTail?: string | undefined;
  /** Which of the preferred GPUs it got. */
  readonly placement?: Placement | undefined;
  /** Whether it has not come as far as `waitFor` asks. */
  readonly isUnready?: boolean;
}

/** The whole outputs: the inputs as given, and what the service says. */
export function recordOf(
  { api, redact }: ServiceAccess & OperationContext,
  inputs: Properties,
  snapshot: JobSnapshot,
  facts: RecordFacts,
): Properties {
  const { sshUser = DEFAULT_SSH_USER, task } = readSettings(inputs);
  const { marker, expiresAt, outcome, rateUsd, logsTail, placement, isUnready = false } = facts;
  const said = jobOutputsOf(snapshot, { apiOrigin: api.config.origin, sshUser, redact });
  const { name, timeouts, secrets, owner, generation } = contextOf(inputs);
  return {
    ...inputs,
    ...said,
    // The price is why it ended, so it is kept even when the service no longer reports it.
    ...(outcome === "overPriced" ? { hourlyRateUsd: said.hourlyRateUsd ?? rateUsd } : {}),
    ...(outcome === undefined || !isEnded(snapshot.job.status) ? {} : { outcome }),
    expiresAt,
    marker: marker === undefined ? undefined : markerText(marker),
    logsTail,
    placement,
    [CONTEXT]: contextProperty({
      name,
      timeouts,
      secrets,
      // Every byte of state costs time, so what the marker says is not repeated.
      ...(marker?.generation === generation ? {} : { owner, generation }),
      key: currentKey(api),
      task: task === undefined ? snapshot.job.task : undefined,
      unready: isUnready || undefined,
    }),
  };
}

/** The id of a resource whose job may or may not exist. */
export function unconfirmedId(marker: Marker): string {
  return `unconfirmed:${markerText(marker)}`;
}

/** The marker in such an id; `undefined` for any other. */
export function markerOfUnconfirmed(id: string): Marker | undefined {
  return id.startsWith("unconfirmed:") ? parseMarker(id.slice("unconfirmed:".length)) : undefined;
}

/** What the state holds while it is unknown whether there is a job. */
export function unconfirmedRecord(
  effects: ServiceAccess & OperationContext & PurchaseRecords,
  inputs: Properties,
  marker: Marker,
  placement: Placement | undefined,
): Properties {
  const { api } = effects;
  return {
    ...inputs,
    status: "UNCONFIRMED",
    outcome: "active",
    nodeUrls: [],
    endpoints: {},
    apiOrigin: api.config.origin,
    marker: markerText(marker),
    placement,
    [CONTEXT]: contextProperty({
      ...contextOf(inputs),
      key: currentKey(api),
      ...requestTimeNow(effects),
      unmarked: effects.processJobs.markersDropped || undefined,
      unready: true,
    }),
  };
}

/** Why we cancelled a job ourselves. This outcome stays. */
export function earlierOutcome(outputs: Properties): Outcome | undefined {
  const { outcome } = readJobState(outputs);
  return outcome === "expired" || outcome === "overPriced" ? outcome : undefined;
}

/** What the job's run was last seen to cost, in US dollars an hour. */
export function lastRateOf(outputs: Properties): number | undefined {
  return readJobState(outputs).hourlyRateUsd;
}

/** The purchase that a state is about. */
export function generationOf(outputs: Properties): string | undefined {
  return contextOf(outputs).generation ?? markerOf(outputs)?.generation;
}

/**
 * A resource of the program as the holder of its job; `undefined` where its owner is unknown.
 *
 * @param key name of the key that last saw the job.
 */
export function holderOf(
  { stackName: stack }: Pick<ProcessJobs, "stackName">,
  inputs: Properties,
  key: string | undefined,
): Holder | undefined {
  const { owner: holder, generation, name, retain: isRetained = false } = contextOf(inputs);
  return holder === undefined ? undefined : { holder, isRetained, generation, name, stack, key };
}

/**
 * Notes at once that a resource holds a job that was taken over: another one may give it up in the same run.
 *
 * @param generation of the resource.
 */
export function noteTaken(
  { api, processJobs }: ServiceAccess & PurchaseRecords,
  inputs: Properties,
  uuid: string,
  generation = contextOf(inputs).generation,
): void {
  const holder = holderOf(processJobs, inputs, currentKey(api));
  if (holder !== undefined) processJobs.recordHeld(uuid, { ...holder, generation });
}

/**
 * Notes a resource of the state, by its inputs or its outputs.
 *
 * @param showing how the engine shows it.
 * @throws DispersedError when another resource of this run bought or adopted the job.
 */
export function recordJobInState(
  processJobs: ProcessJobs,
  properties: Properties,
  { inputs, isRead = false, importedAs }: Showing = {},
): void {
  const { uuid: known, status, outcome, apiOrigin, hourlyRateUsd } = readJobState(properties);
  const { generation, key, owner } = contextOf(properties);
  const marker = markerOf(properties);
  const { stack } = contextOf(inputs ?? {});
  if (stack !== undefined) processJobs.stackName = stack;
  const holder = holderOf(processJobs, inputs ?? {}, key);
  if (holder !== undefined) {
    processJobs.recordChecked(holder.holder);
    if (generation !== undefined) processJobs.recordHolder(generation, holder);
  }
  // A resource that only waits for its delete may share its job with another one: delete then
  // leaves the job alone.
  if (known !== undefined && inputs !== undefined) {
    requireUnclaimed(processJobs, known, generationOf(properties));
  }
  processJobs.recordStateResource({ generation, uuid: known, marker, owner });
  if (marker !== undefined) processJobs.recordInState(marker, known, generationOf(properties));
  if (known === undefined) return;
  if (importedAs !== undefined) {
    const { name } = contextOf(properties);
    const resource = { holder: importedAs, name, stack: processJobs.stackName, key };
    processJobs.recordHeld(known, { ...resource, isRetained: false, isImport: true });
  } else if (holder !== undefined) {
    // The outputs of an import name its job's purchase, and not the resource: a delete could not tell
    // the two apart.
    const isSame = holder.generation === generationOf(properties);
    processJobs.recordHeld(known, isSame ? holder : { ...holder, generation: undefined });
  }
  registerJobSecrets(processJobs, known, properties);
  if (isRead || isEnded(status) || outcome === "lost") return;
  processJobs.recordLiveJob({
    uuid: known,
    origin: apiOrigin,
    key,
    rateUsd:
      hourlyRateUsd === undefined
        ? undefined
        : onAllNodes(hourlyRateUsd, readSettings(properties).maxNodeCount),
  });
}

/** Two resources must not hold one job: deleting one of them would end the other's. */
function requireUnclaimed(
  processJobs: ProcessJobs,
  uuid: string,
  generation: string | undefined,
): void {
  const claimant = processJobs.claimedBy(uuid);
  if (claimant === undefined || claimant === generation) return;
  throw new DispersedError(
    "validation",
    `Job ${uuid} now belongs to another resource, which adopted it in this run. It was not changed ` +
      `and is still billed. Remove this resource from the state with ${commands.stateDelete}; the ` +
      "other one keeps the job.",
  );
}

/** Registers the secrets of a job, so that messages about other resources do not repeat them. */
export function registerJobSecrets(
  processJobs: ProcessJobs,
  uuid: string,
  properties: Properties,
): void {
  processJobs.registerSecrets(uuid, () =>
    secretsIn({ inputs: jobInputs, outputs: jobOutputs }, properties),
  );
}

/**
 * The job of a state; `undefined` while it is unknown whether there is one.
 *
 * @throws DispersedError when the state names no job; nothing is sent.
 */
export function uuidOf(id: string, outputs: Properties): string | undefined {
  const { uuid } = readJobState(outputs);
  if (uuid === undefined && markerOfUnconfirmed(id) !== undefined) return undefined;
  return requireUuid(uuid ?? id, "the job's id in the state");
}
