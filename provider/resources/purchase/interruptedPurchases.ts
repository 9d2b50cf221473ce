// Purchases that earlier runs of this machine announced without returning a result. Before another
// job is bought, the job of each has to be found or proven absent, or its process must have ended.
import { commands, settingText } from "../../api/config/hostWords";
import { DispersedError } from "../../api/errors/errors";
import { sentences } from "../../api/errors/sentences";
import type {
  OperationContext,
  PurchaseRecords,
  ResourceEffects,
  ServiceAccess,
} from "../contract/effects";
import type { Properties } from "../schema/types";
import { contextOf } from "../schema/hiddenContext";
import type { MarkedJob } from "../account/sharedJobList";
import { readSettings } from "../job/settings";
import { isEnded } from "../job/status";
import { isBusy, wasKilled, type Journal, type KnownEntry } from "../account/journal";
import { isOtherKey, OTHER_KEY } from "../account/confirmGone";
import { readClocks, requestAgeMs, requestTimeNow } from "../account/requestTime";
import { markerOf, ownerText, type Marker } from "../job/marker";
import { LATEST_ARRIVAL_MS, LAG_MS, type Absence, type SentOrder } from "./decideAbsence";
import { decideAbsence, listForOrder } from "./findLostJob";

/** How long a create waits for another run that is creating the same resource. */
const MAX_WAIT_MS = 3 * 60_000;
/** Pause between two reads of the journal or of the list. */
const PAUSE_MS = 5_000;
/** This many listings prove that a request of a killed run created no job. */
const REQUIRED_PROOFS = 3;
const PROOF_PAUSE_MS = 2_000;

/**
 * Announces that a create begins; waits for another run that creates the same resource.
 *
 * @throws DispersedError when that run does not end in time; nothing was sent.
 */
export async function claimPurchase(
  effects: ServiceAccess & OperationContext & PurchaseRecords,
  marker: Marker,
): Promise<void> {
  const { api, clock, journal, log, processJobs, signal } = effects;
  const { generation, spec } = marker;
  const latestMs = clock.monotonicMs() + MAX_WAIT_MS;
  for (;;) {
    const busy = journal.claim(ownerText(marker), {
      generation,
      spec,
      origin: api.config.origin,
      ...requestTimeNow(effects),
      stack: processJobs.stackName,
    });
    if (busy === undefined) return;
    if (clock.monotonicMs() >= latestMs) throw busyError(busy);
    log.status("waiting for another run that is creating the job of this resource");
    await clock.sleep(PAUSE_MS, signal);
  }
}

function busyError({ process }: KnownEntry): DispersedError {
  const who = process === undefined ? "" : ` (process ${process.pid})`;
  return new DispersedError(
    "validation",
    `Another run${who} is creating the job of this resource and has not finished after 3 minutes. ` +
      "This run created no job. Wait for the other run to end, then run the command again. If you " +
      "pressed Ctrl-C twice, its provider may still be waiting for an answer: run the command " +
      "again in a few minutes.",
  );
}

/** The purchases of killed runs whose job has not been seen. */
export function openPurchases(
  { api, journal, processJobs }: ServiceAccess & PurchaseRecords,
  marker: Marker,
): readonly KnownEntry[] {
  return journal
    .entriesOf(ownerText(marker))
    .filter(
      (entry) =>
        entry.origin === api.config.origin &&
        entry.state === "posted" &&
        entry.place !== "other" &&
        entry.uuid === undefined &&
        !isBusy(entry) &&
        !processJobs.isKnownPurchase(entry.generation),
    );
}

/**
 * The other purchases of a resource that this place knows, beside the job that a state shows and the one
 * that the program names with `adopt`.
 */
function purchasesBeside(
  journal: Journal,
  outputs: Properties,
  inputs: Properties,
): readonly KnownEntry[] {
  const marker = markerOf(outputs);
  if (marker === undefined) return [];
  const adopt = readSettings(inputs).adopt?.toLowerCase();
  return journal
    .entriesOf(ownerText(marker))
    .filter(
      ({ generation, place, uuid }) =>
        place === "here" &&
        generation !== marker.generation &&
        (uuid === undefined || (uuid !== outputs["uuid"] && uuid !== adopt)),
    );
}

/**
 * What the journal says of interrupted purchases besides the job that a state shows. No request is
 * made.
 *
 * @param outputs of the resource in the state.
 * @param inputs of the resource in the program; empty where it is deleted.
 */
export function recallPurchases(
  journal: Journal,
  outputs: Properties,
  inputs: Properties = {},
): readonly string[] {
  return purchasesBeside(journal, outputs, inputs)
    .filter(wasKilled)
    .map(({ uuid }) => {
      const job = uuid === undefined ? "a job" : `job ${uuid}`;
      return (
        `An interrupted run requested ${job} for this resource, beside the one in the state. It may ` +
        `exist and be billed. Run ${commands.orphans} to see, and ${commands.sweep} to cancel it.`
      );
    });
}

/**
 * Later jobs of this resource that the journal knows and the state does not have: an older state may
 * have been restored, or the newest could not be written. No request is made.
 *
 * @param inputs of the resource in the program.
 */
export function recallUnrecordedJobs(
  journal: Journal,
  outputs: Properties,
  inputs: Properties,
): readonly string[] {
  const { owner } = contextOf(inputs);
  if (owner === undefined) return [];
  return purchasesBeside(journal, outputs, inputs)
    .filter(({ holder, isRetained = false, state }) => {
      const isInSomeState = state === "settled" || state === "tracked";
      return isInSomeState && holder === owner && !isRetained;
    })
    .map(
      ({ uuid = "without a known uuid" }) =>
        `Job ${uuid} was created for this resource by another run on this machine, and the state does ` +
        "not have it: an older state may have been restored. It may still be billed. Run " +
        `${commands.orphans} to see, and ${commands.sweep} to cancel it.`,
    );
}

/**
 * Searches for the job of each purchase of a killed run until it is found or proven absent.
 *
 * @param sent what such a job shows without its marker.
 * @throws DispersedError when it cannot be decided; nothing was sent.
 */
export async function settleOpenPurchases(
  effects: ResourceEffects,
  marker: Marker,
  sent: (purchase: Marker) => SentOrder,
): Promise<void> {
  for (const entry of openPurchases(effects, marker)) {
    await settlePurchase(
      effects,
      { ...marker, generation: entry.generation, spec: entry.spec },
      entry,
      sent,
    );
  }
}

/** The same for one purchase, which may be another stack's. */
export async function settlePurchase(
  effects: ResourceEffects,
  purchase: Marker,
  entry: KnownEntry,
  sent: (purchase: Marker) => SentOrder,
): Promise<void> {
  const { clock, journal, signal } = effects;
  const startMs = clock.monotonicMs();
  const { nowMs } = readClocks(effects);
  // Only a response shows the service's clock, so each result is judged by what is known then.
  const ageMs = (): number => requestAgeMs(entry, { ...readClocks(effects), nowMs });
  const results: Absence[] = [];
  for (let afterLag = 0; afterLag < REQUIRED_PROOFS;) {
    const sinceMs = clock.monotonicMs() - startMs;
    const { postedAtMs, clockOffsetMs } = entry;
    const sought = { marker: purchase, postedAtMs, clockOffsetMs, sent: sent(purchase) };
    const result = await listForOrder(effects, sought, () => ageMs() + sinceMs);
    if (result.kind === "found") {
      noteFound(effects, purchase, result.jobs);
      return;
    }
    results.push(result);
    const leftMs = LAG_MS - ageMs() - sinceMs;
    if (leftMs <= 0) afterLag += 1;
    if (leftMs <= 0 && decideAbsence(results).kind === "absent") break;
    if (afterLag < REQUIRED_PROOFS) {
      await clock.sleep(leftMs > 0 ? Math.min(PAUSE_MS, leftMs) : PROOF_PAUSE_MS, signal);
    }
  }
  const proven = decideAbsence(results);
  const absence: Absence = isOtherKey(effects.api, entry.key)
    ? { kind: "unknown", why: OTHER_KEY }
    : proven;
  const isOver = ageMs() >= LATEST_ARRIVAL_MS;
  // Where no list ever proves anything, a user who has checked the console may continue.
  const isIgnored = isOver && effects.api.config.onOrphan === "ignore";
  if (absence.kind === "unknown" && !isIgnored) throw unsettledError(absence.why);
  // Its request may still be in flight, so the next run searches for it again.
  if (isOver) journal.remove(ownerText(purchase), entry.generation);
}

/** Notes the job of a purchase: its request can create no other one. */
function noteFound(
  { journal }: PurchaseRecords,
  { generation, ...owner }: Marker,
  jobs: readonly MarkedJob[],
): void {
  const live = jobs.find(({ status }) => !isEnded(status));
  const [first] = jobs;
  // Finished work may be adopted, so its entry is still needed.
  const uuid = (live ?? first)?.uuid;
  if (uuid !== undefined) journal.name(ownerText(owner), generation, uuid);
}

function unsettledError(why: string): DispersedError {
  return new DispersedError(
    "validation",
    sentences(
      "An interrupted run requested a job for this resource, and whether the service created it is " +
        `not known: ${why}`,
      "This run created no job. Run the command again; if the job is in the console, set `adopt` to " +
        "its uuid or cancel it there. If it is not there, run once with " +
        `${settingText("onOrphan", "ignore")}, ten minutes after the interrupted run at the earliest.`,
    ),
  );
}
