// Read: what a refresh, a `get` and an import learn. It changes nothing, and only a proven 404 is
// gone.
import { commands } from "../../api/config/hostWords";
import { CONTEXT, contextOf, contextProperty } from "../schema/hiddenContext";
import type { Existing } from "../contract/definition";
import type { ResourceEffects } from "../contract/effects";
import type { Properties } from "../schema/types";
import { endOfLifeSeen } from "./endOfLife";
import { explainFailure } from "../contract/explainFailure";
import { confirmGone, isNotFound } from "../account/confirmGone";
import { inputsOfJob } from "../job/inputsFromApi";
import type { JobKind } from "./jobKind";
import { earlierOutcome, generationOf, lastRateOf, recordOf, uuidOf } from "./state";
import { requireOrigin } from "../contract/requireOrigin";
import { markerOf } from "../job/marker";
import { readJobState } from "../job/outputs";
import { readSettings } from "../job/settings";
import { isEnded } from "../job/status";
import { goneOutputs, isKeptWhenGone, keptWords } from "./lostJob";
import { ownerText, readMarked } from "../job/marker";
import { observeRuns, type JobDetailsSnapshot } from "../account/fetchJobs";
import { tryFindOverdueDuplicates } from "../purchase/overdueDuplicates";
import { uuidOfUnconfirmed } from "./resolveUnconfirmed";

/** How a user tries again, and whether a duplicate may be cancelled. */
const ASKER = {
  again: `Run ${commands.up} without a refresh, or refresh again`,
  mayCancel: false,
};

/** Reads a resource that is one job. */
export async function readJobResource(
  kind: JobKind,
  effects: ResourceEffects,
  id: string,
  outputs: Properties,
): Promise<Existing | undefined> {
  const { redact } = effects;
  const { name } = contextOf(outputs);
  try {
    requireOrigin(effects, outputs);
    const uuid = uuidOf(id, outputs) ?? (await uuidOfUnconfirmed(effects, id, outputs, ASKER));
    return uuid === undefined ? undefined : await readJob(kind, effects, uuid, outputs);
  } catch (error) {
    const aftermath = "The state is unchanged.";
    throw explainFailure(error, { name, aftermath, storedKey: true, redact });
  }
}

async function readJob(
  kind: JobKind,
  effects: ResourceEffects,
  uuid: string,
  outputs: Properties,
): Promise<Existing | undefined> {
  const { journal, log, processJobs } = effects;
  const snapshot = await observeUnlessGone(effects, uuid, outputs);
  const inputs = inputsFor(kind, outputs, snapshot);
  const marker = markerOf(outputs) ?? readMarked(snapshot?.job.description).marker;
  const expected =
    marker && (await tryFindOverdueDuplicates(effects, { uuid, marker }, { mayCancel: false }));
  const isOver = snapshot === undefined || isEnded(snapshot.job.status);
  if (marker !== undefined && isOver && expected === undefined) {
    journal.remove(ownerText(marker), marker.generation);
  }
  if (snapshot === undefined) {
    if (!isKeptWhenGone(outputs)) {
      processJobs.markLost(uuid);
      return undefined;
    }
    processJobs.markEnded(uuid);
    const kept = goneOutputs(outputs);
    if (readJobState(kept).outcome === "lost" && readJobState(outputs).outcome !== "lost") {
      log.warn(keptWords(uuid, outputs));
    }
    return { id: uuid, outputs: kept, inputs };
  }
  const { logsTail, placement, expiresAt: knownEnd } = readJobState(outputs);
  const { expiresAfter } = readSettings(outputs);
  const { createdAt } = snapshot.job;
  const expiresAt = knownEnd ?? endOfLifeSeen(effects, expiresAfter, outputs, createdAt);
  const outcome = earlierOutcome(outputs);
  const isUnready = contextOf(outputs).unready === true && !isEnded(snapshot.job.status);
  const facts = { marker, expiresAt, logsTail, placement, outcome, isUnready };
  const rateUsd = lastRateOf(outputs);
  return { id: uuid, outputs: recordOf(effects, inputs, snapshot, { ...facts, rateUsd }), inputs };
}

/** The inputs as the user wrote them; where the state has none, as the job can be written. */
function inputsFor(
  { inputNames }: JobKind,
  outputs: Properties,
  snapshot: JobDetailsSnapshot | undefined,
): Properties {
  // The owner in a marker is hashed with the namespace; the one in a context is not.
  const { name, timeouts, owner } = contextOf(outputs);
  const generation = generationOf(outputs);
  const echoed = inputNames.filter((input) => outputs[input] !== undefined);
  const written =
    echoed.length === 0 && snapshot !== undefined
      ? inputsOfJob(snapshot.job, inputNames)
      : Object.fromEntries(echoed.map((input) => [input, outputs[input]]));
  return { ...written, [CONTEXT]: contextProperty({ name, timeouts, owner, generation }) };
}

async function observeUnlessGone(
  effects: ResourceEffects,
  uuid: string,
  outputs: Properties,
): Promise<JobDetailsSnapshot | undefined> {
  try {
    return await effects.jobReader.read(uuid, markerOf(outputs)?.stack);
  } catch (error) {
    if (!isNotFound(error)) throw error;
  }
  const { createdAt } = readJobState(outputs);
  const verdict = await confirmGone(effects, { uuid, lastKey: contextOf(outputs).key, createdAt });
  return verdict.isGone ? undefined : observeRuns(effects.api, verdict.job, effects.signal);
}
