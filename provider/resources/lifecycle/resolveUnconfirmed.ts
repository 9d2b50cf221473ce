// Resolves a purchase whose outcome was unknown: is there a job by now?
import { commands } from "../../api/config/hostWords";
import { DispersedError } from "../../api/errors/errors";
import { sentences } from "../../api/errors/sentences";
import { adoptJob } from "../purchase/adoptJob";
import { contextOf } from "../schema/hiddenContext";
import type { ResourceEffects } from "../contract/effects";
import type { Properties } from "../schema/types";
import { keepOneJob } from "../purchase/cancelDuplicates";
import { pickJobToKeep } from "../purchase/pickJobToKeep";
import { formatDuration } from "../schema/duration";
import type { JobKind } from "./jobKind";
import { wantedOfAny } from "./placeJob";
import { markerOfUnconfirmed, noteTaken } from "./state";
import { readJobState } from "../job/outputs";
import { readSettings } from "../job/settings";
import { isOtherKey, OTHER_KEY } from "../account/confirmGone";
import { readClocks, requestAgeMs, type RequestTime } from "../account/requestTime";
import type { MarkedJob } from "../account/sharedJobList";
import { ownerText, withMarker, type Marker } from "../job/marker";
import { goesOn } from "../job/status";
import { LATEST_ARRIVAL_MS, type Absence, type SentOrder } from "../purchase/decideAbsence";
import { decideAbsence, listForOrder } from "../purchase/findLostJob";

/** What is known by now. */
type Resolution =
  | { readonly kind: "found"; readonly jobs: FoundJobs }
  /** Proven: there is no job, and there never will be. */
  | { readonly kind: "absent" }
  | { readonly kind: "unknown"; readonly why: string };

type FoundJobs = readonly [MarkedJob, ...MarkedJob[]];

const ATTEMPTS = 3;
const PAUSE_MS = 2_000;

const MARKERS_ARE_LOST =
  "the service drops the markers of jobs, so it cannot be recognised; look for it in the console, " +
  `end it there, and remove the resource with ${commands.stateDelete}`;

/** The advice if lists never prove anything. */
const IN_THE_CONSOLE =
  "if the console shows the job, set `adopt` to its uuid; if it does not, remove the resource with " +
  commands.stateDelete;

/** Looks for the job of an unconfirmed purchase. */
async function resolveUnconfirmed(
  effects: ResourceEffects,
  marker: Marker,
  outputs: Properties,
): Promise<Resolution> {
  const { clock, processJobs, signal } = effects;
  const { unmarked = false, key } = contextOf(outputs);
  const time = requestTimeOf(outputs);
  const results: Absence[] = [];
  for (let turn = 0; turn < ATTEMPTS; turn += 1) {
    if (turn > 0) await clock.sleep(PAUSE_MS, signal);
    const nowMs = clock.nowMs();
    const found = await listForOrder(
      effects,
      { ...time, marker, sent: sentOf(outputs, marker) },
      () => requestAgeMs(time, { ...readClocks(effects), nowMs }),
    );
    if (found.kind === "found") return found;
    results.push(found);
  }
  const result = decideAbsence(results);
  const leftMs = LATEST_ARRIVAL_MS - requestAgeMs(time, readClocks(effects));
  if (result.kind === "unknown") {
    return leftMs > 0 ? result : unknown(`${result.why}; ${IN_THE_CONSOLE}`);
  }
  if (unmarked || processJobs.markersDropped) return unknown(MARKERS_ARE_LOST);
  if (isOtherKey(effects.api, key)) return unknown(`${OTHER_KEY}; ${IN_THE_CONSOLE}`);
  if (leftMs <= 0) return result;
  return unknown(`no job is there, but for another ${formatDuration(leftMs)} one may still appear`);
}

function unknown(why: string): Resolution {
  return { kind: "unknown", why };
}

/** When the request was sent. */
function requestTimeOf(outputs: Properties): RequestTime {
  const { postedAtMs = 0, clockOffsetMs } = contextOf(outputs);
  return { postedAtMs, clockOffsetMs };
}

/** What the job shows without its marker, as far as the state has it. */
function sentOf(outputs: Properties, marker: Marker): SentOrder {
  const { title, description } = readSettings(outputs);
  const isFromRecipe = "recipeUuid" in outputs;
  return {
    title: title ?? (isFromRecipe ? undefined : contextOf(outputs).name),
    hardware: outputs,
    description: isFromRecipe ? undefined : withMarker(description, marker),
  };
}

/**
 * The job that the user names for an unconfirmed purchase. The job that was requested comes first: taken for
 * another one, it would be billed and in no state. Where it is not known whether there is one, the journal
 * keeps that question for the operations that follow.
 *
 * @throws DispersedError when the requested job is another one, or the named one may not be adopted; nothing
 * was changed.
 */
export async function adoptedUuid(
  kind: JobKind,
  effects: ResourceEffects,
  { id, outputs, inputs }: UnconfirmedResource,
): Promise<string | undefined> {
  const { adopt } = readSettings(inputs);
  const ours = markerOfUnconfirmed(id);
  if (ours === undefined || adopt === undefined) return undefined;
  const requested = await resolutionOf(effects, ours, outputs);
  if (requested.kind === "found") {
    const named = adopt.toLowerCase();
    const other = requested.jobs.find(({ uuid, status }) => uuid !== named && goesOn(status));
    if (other !== undefined) throw requestedJobError(other);
    if (requested.jobs.some(({ uuid }) => uuid === named)) return named;
  }
  const order = await kind.order(effects, inputs);
  const purchase = { ...order, wanted: wantedOfAny(inputs, order.wanted) };
  const otherwise = "to look for the job that was requested";
  const { job } = await adoptJob(effects, adopt, purchase, ours, inputs, otherwise);
  if (requested.kind === "unknown") {
    effects.journal.sentTwice(ownerText(ours), ours.generation, true);
    effects.log.warn(
      sentences(
        `Job ${job.uuid} is taken over. Whether the request of this resource created another job is still not known: ` +
          requested.why,
        "Such a job may be billed: look for it in the console",
      ),
    );
  }
  const { generation = ours.generation } = contextOf(outputs);
  effects.processJobs.claim(job.uuid, generation);
  noteTaken(effects, inputs, job.uuid, generation);
  return job.uuid;
}

/** The user names one job, and the request made another one. */
function requestedJobError({ uuid }: Pick<MarkedJob, "uuid">): DispersedError {
  return new DispersedError(
    "validation",
    `Job ${uuid} was created by the request of this resource, and \`adopt\` names another job. It is ` +
      "billed. Nothing was changed. Remove `adopt` to keep it, or cancel it in the console first.",
  );
}

/** A resource whose id says that its existence is unknown. */
interface UnconfirmedResource {
  readonly id: string;
  readonly outputs: Properties;
  readonly inputs: Properties;
}

/** What is known of an unconfirmed purchase, which an earlier run may have decided already. */
async function resolutionOf(
  effects: ResourceEffects,
  marker: Marker,
  outputs: Properties,
): Promise<Resolution> {
  if (readJobState(outputs).status === "NOT_CREATED") return { kind: "absent" };
  return resolveUnconfirmed(effects, marker, outputs);
}

/**
 * The job of a resource whose id says that its existence is unknown.
 *
 * @param asker `again`: how a user tries again, such as "Run `pulumi up` again"; `mayCancel`:
 * whether a second job of the same purchase may be cancelled.
 * @returns `undefined` when it is proven that there is no job.
 * @throws DispersedError while it is not known.
 */
export async function uuidOfUnconfirmed(
  effects: ResourceEffects,
  id: string,
  outputs: Properties,
  { again, mayCancel }: { readonly again: string; readonly mayCancel: boolean },
): Promise<string | undefined> {
  const marker = markerOfUnconfirmed(id);
  if (marker === undefined) return undefined;
  const resolution = await resolutionOf(effects, marker, outputs);
  if (resolution.kind === "found") {
    const { jobs } = resolution;
    const best = mayCancel
      ? await keepOneJob(effects, jobs, requestTimeOf(outputs))
      : pickJobToKeep(jobs);
    return (best ?? jobs[0]).uuid;
  }
  if (resolution.kind === "absent") return undefined;
  throw new DispersedError(
    "ambiguous",
    sentences(
      `whether there is a job is still not known: ${resolution.why}`,
      "It may still be billed",
      again,
    ),
  );
}
