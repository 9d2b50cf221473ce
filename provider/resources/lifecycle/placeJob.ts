// Tries one GPU after another until one has a node. Each attempt is a separate purchase, and its
// job has ended before the next one is bought.
import type { JobOverrides } from "../../api/endpoints/jobSpec";
import { DispersedError, errorMessage } from "../../api/errors/errors";
import { quoted } from "../../api/errors/sanitize";
import { clause } from "../../api/errors/sentences";
import type { Bought } from "../purchase/purchaseJob";
import type { ResourceEffects, ServiceAccess } from "../contract/effects";
import type { Properties } from "../schema/types";
import { cancelUnwanted } from "../purchase/cancelDuplicates";
import { complaintOfGpu } from "../pricing/gpuNames";
import type { GpuPreference, Placement, PlacementAttempt } from "../job/gpuPreferences";
import { formatDuration } from "../schema/duration";
import { markerFor, type JobKind } from "./jobKind";
import { assignWaitMs, readSettings, type JobSettings } from "../job/settings";
import { ownerText, type Marker } from "../job/marker";
import {
  attemptGeneration,
  gpuOf,
  placedAt,
  preferenceOfJob,
  preferencesOf,
  preferring,
  withHighestCap,
} from "../job/preferences";
import { decideAttempt, type NextAttempt } from "./decideAttempt";
import { cheapestOffer, dollars } from "../pricing/jobPriceCap";
import type { Purchase } from "../purchase/order";
import { waitForJob } from "../wait/waitForJob";

/** What was bought, and where it was placed. */
export interface Placed {
  readonly bought: Bought;
  /** `undefined` without `gpuPreferences`. */
  readonly placement: Placement | undefined;
  /** The inputs with the values of the choice. */
  readonly settings: JobSettings;
  /** How long earlier attempts took, in milliseconds. */
  readonly spentMs: number;
}

/** Buys or finds the job of one attempt. */
export type Obtain = (settings: JobSettings, purchase: Purchase, marker: Marker) => Promise<Bought>;

/** What was bought for one of several preferences. */
interface PlacedAttempt extends Placed {
  readonly placement: Placement;
  readonly preference: GpuPreference;
}

/**
 * Obtains the job of a resource, with the first of its preferred GPUs that gets a node.
 *
 * @param budgetMs time for all attempts and the wait after them; none by default.
 * @throws DispersedError when there is no job, and none will come.
 */
export async function placeJob(
  effects: ResourceEffects,
  kind: JobKind,
  inputs: Properties,
  obtain: Obtain,
  budgetMs = Infinity,
): Promise<Placed> {
  const { clock, log } = effects;
  const startMs = clock.monotonicMs();
  const order = await kind.order(effects, inputs);
  const marker = markerFor(effects, kind.type, inputs, order);
  const wanted = wantedOfAny(inputs, order.wanted);
  const preferences = preferencesOf(inputs);
  const attempts: PlacementAttempt[] = [];
  for (const [index, preference] of preferences.entries()) {
    const isLast = index === preferences.length - 1;
    const preferred = preferring(inputs, preference);
    const purchase = { ...(await kind.order(effects, preferred)), wanted };
    let failed = isLast ? undefined : await failureBefore(effects, inputs, preference, purchase);
    if (failed === undefined) {
      const spentMs = clock.monotonicMs() - startMs;
      const ours = { ...marker, generation: attemptGeneration(marker.generation, index) };
      const bought = await obtain(readSettings(preferred), purchase, ours);
      const own = preferenceOfBought(inputs, bought, preference, ours);
      const placed = placedAttempt(inputs, bought, own, { attempts, spentMs });
      // No other job takes the place of one that the user names.
      const isKept = isLast || (bought.kind === "job" && isAdopted(inputs, bought.uuid));
      failed = isKept ? undefined : await failureOf(effects, placed, budgetMs - spentMs);
      if (failed === undefined) return placed;
    }
    attempts.push(failed.attempt);
    // A GPU by its place in the list: its name is an input, which no message repeats.
    const at = preferences.indexOf(failed.preference);
    log.info(`gpuPreferences[${at}]: ${failed.why}; gpuPreferences[${index + 1}] is tried next`);
  }
  // Without preferences the job says itself what it needs.
  const settings = readSettings(inputs);
  const bought = await obtain(settings, order, marker);
  return { bought, placement: undefined, settings, spentMs: 0 };
}

/** An attempt whose job was bought. */
function placedAttempt(
  inputs: Properties,
  bought: Bought,
  preference: GpuPreference,
  before: { readonly attempts: readonly PlacementAttempt[]; readonly spentMs: number },
): PlacedAttempt {
  return {
    bought,
    preference,
    placement: placedAt(preference, [...before.attempts, attemptOf(preference, bought)]),
    settings: readSettings(preferring(inputs, preference)),
    spentMs: before.spentMs,
  };
}

/** An attempt that came to nothing: what the placement says of it, and what the user is told. */
interface FailedAttempt {
  readonly preference: GpuPreference;
  readonly attempt: PlacementAttempt;
  readonly why: string;
}

/** Why nothing is bought for a preference; `undefined` where an offer may fit. */
async function failureBefore(
  effects: ServiceAccess,
  inputs: Properties,
  preference: GpuPreference,
  purchase: Purchase,
): Promise<FailedAttempt | undefined> {
  const why = await offerError(effects, readSettings(preferring(inputs, preference)), purchase);
  if (why === undefined) return undefined;
  return { preference, attempt: { gpu: gpuOf(preference), outcome: "noOffer" }, why };
}

/**
 * Why no offer fits; `undefined` where one may. Without a cap any node fits, and only an attempt
 * shows whether there is one.
 */
async function offerError(
  { api }: ServiceAccess,
  { maxHourlyUsd }: JobSettings,
  { hardware }: Purchase,
): Promise<string | undefined> {
  if (maxHourlyUsd === undefined) return undefined;
  const cheapest = await cheapestOffer(api, hardware, maxHourlyUsd);
  if (cheapest <= maxHourlyUsd) return undefined;
  const complaint = cheapest === Infinity ? await complaintOfGpu(api, hardware) : undefined;
  return complaint === undefined ? "no offer is cheap enough" : clause(complaint);
}

/** What a job that is adopted has to be: it may be of any preference. */
export function wantedOfAny(inputs: Properties, wanted: JobOverrides): JobOverrides {
  if (preferencesOf(inputs).length === 0) return wanted;
  return { ...wanted, allowedRegionCodes: undefined, maxTimeoutAssignMs: undefined };
}

/**
 * The preference of a job. One that this attempt bought is of the one that is tried, however the service
 * spells its GPU. A job of an interrupted run may belong to another one: where it cannot be told which, it is
 * held to the highest cap, and is not given up for a job that costs the same.
 *
 * @throws DispersedError for an adopted job that matches none.
 */
function preferenceOfBought(
  inputs: Properties,
  bought: Bought,
  tried: GpuPreference,
  ours: Marker,
): GpuPreference {
  if (bought.kind === "unconfirmed") return tried;
  const { gpuName, gpuRegistryUuid } = bought.seen;
  const gpu = gpuName ?? gpuRegistryUuid;
  const isNamed = isAdopted(inputs, bought.uuid);
  if (!isNamed && bought.marker.generation === ours.generation) return tried;
  const preference = preferenceOfJob(preferencesOf(inputs), bought.seen);
  if (preference !== undefined) return preference;
  if (gpu === undefined || !isNamed) return withHighestCap(preferencesOf(inputs)) ?? tried;
  throw new DispersedError(
    "validation",
    `the job ${bought.uuid} has the GPU ${quoted(gpu)}, which is not ` +
      "in gpuPreferences. Add it to the list, or remove `adopt` to buy another.",
  );
}

/** Whether the user names the job, whatever its GPU. */
function isAdopted(inputs: Properties, uuid: string): boolean {
  return readSettings(inputs).adopt?.toLowerCase() === uuid;
}

function attemptOf(preference: GpuPreference, bought: Bought): PlacementAttempt {
  const attempt = { gpu: gpuOf(preference), outcome: "placed" } as const;
  return bought.kind === "job" ? { ...attempt, uuid: bought.uuid } : attempt;
}

/** Why a job is given up; it has ended when this returns. `undefined` for a job that is kept. */
async function failureOf(
  effects: ResourceEffects,
  { bought, placement: { gpu }, settings, preference }: PlacedAttempt,
  leftMs: number,
): Promise<FailedAttempt | undefined> {
  if (bought.kind === "unconfirmed") return undefined;
  const { uuid, marker } = bought;
  const decision = await tryOut(effects, uuid, settings, leftMs);
  if (decision === "stay") return undefined;
  const { next: outcome, rateUsd } = decision;
  const price = rateUsd === undefined ? "" : ` for ${dollars(rateUsd)} an hour`;
  effects.journal.remove(ownerText(marker), marker.generation);
  const window = formatDuration(assignWaitMs(settings));
  const why =
    outcome === "noNode"
      ? `no node took the job ${uuid} within ${window}`
      : `the job ${uuid} got a node${price}, which is too much`;
  return { preference, attempt: { gpu, outcome, uuid, ...told(rateUsd) }, why };
}

/** The price as a placement holds it. */
function told(rateUsd: number | undefined): Pick<PlacementAttempt, "hourlyRateUsd"> {
  return rateUsd === undefined ? {} : { hourlyRateUsd: rateUsd };
}

/** Waits for a node; a job that gets none has ended when this returns. */
async function tryOut(
  effects: ResourceEffects,
  uuid: string,
  settings: JobSettings,
  leftMs: number,
): Promise<"stay" | NextAttempt> {
  const { maxHourlyUsd } = settings;
  const goal = { stage: "assigned", ports: undefined, maxHourlyUsd } as const;
  const timeoutMs = Math.min(assignWaitMs(settings), leftMs);
  const decision = decideAttempt(await waitForJob(effects, uuid, goal, timeoutMs));
  if (decision === "stay") return "stay";
  try {
    await cancelUnwanted(effects, uuid);
    return decision;
  } catch (error) {
    // Two jobs must not be billed at once, so the next one is not bought.
    effects.log.warn(
      `the job ${uuid} could not be cancelled, and may still be billed: ${errorMessage(error)}`,
    );
    return "stay";
  }
}
