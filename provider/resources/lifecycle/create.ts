// Create: buys one job, and waits until it has reached `waitFor`.
import { commands } from "../../api/config/hostWords";
import type { ApiClient } from "../../api/http/client";
import type { DispersedError } from "../../api/errors/errors";
import { adoptJob } from "../purchase/adoptJob";
import { finishWait } from "./finishWait";
import { purchaseJob, type Bought } from "../purchase/purchaseJob";
import { placeJob, type Obtain, type Placed } from "./placeJob";
import { contextOf, withGeneration } from "../schema/hiddenContext";
import type { PurchaseRecords, ResourceEffects } from "../contract/effects";
import type { Properties } from "../schema/types";
import { duplicateCheckOf } from "../purchase/cancelDuplicates";
import { expiresAtOf } from "../job/expiry";
import { explainFailure } from "../contract/explainFailure";
import { complaintOfGpu } from "../pricing/gpuNames";
import type { JobKind } from "./jobKind";
import { drawGeneration } from "../job/marker";
import { currentKey } from "../account/confirmGone";
import { holderOf, noteTaken, registerJobSecrets, unconfirmedId, unconfirmedRecord } from "./state";
import { defaultWaitMs, durationMs, goalOf, type JobSettings } from "../job/settings";
import { ownerText, type Marker } from "../job/marker";
import { PartialFailure } from "../contract/partialFailure";
import { mostExpensive, onAllNodes } from "../pricing/offerPrices";
import { requireOffer } from "../pricing/jobPriceCap";
import type { Ending } from "../account/duplicateChecks";
import type { Purchase } from "../purchase/order";
import type { Claim } from "../pricing/stackBudget";
import { overCapError } from "../pricing/stackCap";
import { waitForJob } from "../wait/waitForJob";

/** Creates a resource that is one job. */
export async function createJobResource(
  kind: JobKind,
  effects: ResourceEffects,
  given: Properties,
): Promise<{ id: string; outputs: Properties }> {
  const ending = effects.duplicateChecks.begin();
  const claim = effects.budget.claim();
  const stopBeating = effects.journal.keepAlive();
  try {
    return await create(kind, effects, given, { ending, claim });
  } finally {
    claim.release();
    await ending.end();
    stopBeating();
  }
}

async function create(
  kind: JobKind,
  effects: ResourceEffects,
  given: Properties,
  { ending, claim }: { readonly ending: Ending; readonly claim: Claim },
): Promise<{ id: string; outputs: Properties }> {
  const { clock, entropy, processJobs, redact } = effects;
  const inputs = withGeneration(given, given, () => drawGeneration(entropy));
  const { name, timeouts } = contextOf(inputs);
  const explain = (error: unknown, aftermath: string): Error =>
    explainFailure(error, { name, aftermath, storedKey: false, redact });

  const budgetMs = durationMs(timeouts?.create);
  const taken = new Map<string, string>();
  let placed: Placed;
  try {
    const obtainOne: Obtain = async (...attempt) => {
      const bought = await obtain(effects, claim, inputs, ...attempt);
      if (bought.kind === "job") taken.set(bought.uuid, attempt[2].generation);
      return bought;
    };
    placed = await placeJob(effects, kind, inputs, obtainOne, budgetMs);
  } catch (error) {
    // Whichever resource had an adopted job before has it still.
    taken.forEach((generation, uuid) => processJobs.releaseJob(uuid, generation));
    throw explain(error, "No job was created.");
  }
  const { bought, placement, settings, spentMs } = placed;
  const { marker } = bought;
  if (bought.kind === "unconfirmed") {
    claim.settle(undefined);
    const cause = explain(bought.error, UNCONFIRMED);
    // The intent is in the state from now on, so no later run may take it for an interrupted run's.
    tell(effects, marker);
    throw new PartialFailure(
      unconfirmedId(marker),
      unconfirmedRecord(effects, inputs, marker, placement),
      cause,
    );
  }

  // From here on an id exists: every result and error carries it.
  const { uuid, seen, followUp, boughtAt } = bought;
  claim.settle(uuid);
  // Of a job that was not bought here the marker may name another resource.
  const heldBy = effects.journal.holderOf(uuid);
  if (boughtAt === undefined) noteTaken(effects, inputs, uuid);
  const timeoutMs =
    budgetMs === undefined ? defaultWaitMs(settings, seen) : Math.max(0, budgetMs - spentMs);
  const result = await waitForJob(effects, uuid, goalOf(settings, seen.task), timeoutMs);
  await followUp;
  await ending.finishWithCheck(duplicateCheckOf(effects, { uuid, marker, time: boughtAt }));
  const { createdAt } = result.snapshot?.job ?? seen;
  const { clockOffsetMs } = effects.api;
  const boughtAtMs = boughtAt?.postedAtMs;
  const birth = { createdAt, boughtAtMs, clockOffsetMs, nowMs: clock.nowMs() };
  const expiresAt = expiresAtOf(settings.expiresAfter, birth);
  const last = { job: seen, run: undefined };
  const { outputs, error } = await finishWait(effects, inputs, result, last, {
    marker,
    expiresAt,
    placement,
    generation: contextOf(inputs).generation,
    heldBy,
  });
  // From here on, every outcome gives the engine the id.
  tell(effects, marker);
  processJobs.recordStateResource({ generation: marker.generation, uuid, marker });
  noteHolder(effects, inputs, { uuid, marker });
  registerJobSecrets(processJobs, uuid, outputs);
  if (error === undefined) return { id: uuid, outputs };
  throw new PartialFailure(uuid, outputs, explain(error, "The job stays in the stack."));
}

/**
 * Notes who holds the job, for the next run: a resource may give up its job before a state shows it
 * again.
 */
function noteHolder(
  { api, processJobs }: ResourceEffects,
  inputs: Properties,
  { uuid, marker }: { readonly uuid: string; readonly marker: Marker },
): void {
  const holder = holderOf(processJobs, inputs, currentKey(api));
  if (holder === undefined) return;
  processJobs.recordHolder(marker.generation, holder);
  processJobs.recordInState(marker, uuid, contextOf(inputs).generation);
}

/** Notes that a state may hold the job from now on, and that it takes the place of earlier ones. */
function tell({ journal, processJobs }: PurchaseRecords, marker: Marker): void {
  const owner = ownerText(marker);
  const earlier = journal.entriesOf(owner).filter(({ generation, uuid = "", place }) => {
    const isOther = generation !== marker.generation && place !== "other";
    return isOther && processJobs.isTracked({ uuid, marker: { ...marker, generation } });
  });
  journal.told(owner, marker.generation);
  journal.replaced(
    owner,
    earlier.map(({ generation }) => generation),
  );
}

/** The error for a create under the stack's cap if no offer has a price. */
async function unpriced(
  api: ApiClient,
  { hardware }: Purchase,
  capUsd: number,
): Promise<DispersedError> {
  const complaint = await complaintOfGpu(api, hardware);
  const why = "no offer shows what this job may cost";
  return overCapError(capUsd, complaint === undefined ? why : `${why}: ${complaint}`);
}

const UNCONFIRMED =
  `The intent stays in the stack: ${commands.up} looks for the job again, and ${commands.destroy} ` +
  "cancels it.";

const NODES_UNKNOWN =
  "the recipe does not show on how many nodes this job may run. Set maxNodeCount";

/** Takes over the job that the user names, or buys one. */
async function obtain(
  effects: ResourceEffects,
  claim: Claim,
  inputs: Properties,
  { adopt, maxHourlyUsd }: JobSettings,
  purchase: Purchase,
  ours: Marker,
): Promise<Bought> {
  const { api, processJobs } = effects;
  const { owner } = contextOf(inputs);
  // In a replacement, `adopt` may still name the job that is being replaced.
  const isReplaced = (uuid: string): boolean =>
    processJobs.isTrackedBy(uuid.toLowerCase(), ownerText(ours), owner);
  if (adopt !== undefined && !isReplaced(adopt)) {
    const { job, marker = ours } = await adoptJob(effects, adopt, purchase, ours, inputs);
    processJobs.claim(job.uuid, ours.generation);
    return { kind: "job", uuid: job.uuid, seen: job, marker, followUp: Promise.resolve() };
  }
  const approve = async (): Promise<void> => {
    if (maxHourlyUsd !== undefined) await requireOffer(api, purchase.hardware, maxHourlyUsd);
    const capUsd = api.config.maxStackHourlyUsd;
    if (capUsd === undefined) return;
    if (purchase.isNodeCountOpen === true) throw overCapError(capUsd, NODES_UNKNOWN);
    const { hardware } = purchase;
    const mostUsd =
      maxHourlyUsd === undefined
        ? await mostExpensive(api, hardware)
        : onAllNodes(maxHourlyUsd, hardware.maxNodeCount);
    if (mostUsd === undefined) throw await unpriced(api, purchase, capUsd);
    await claim.make(ours, mostUsd, capUsd);
  };
  return purchaseJob(effects, { purchase, marker: ours, inputs, approve });
}
