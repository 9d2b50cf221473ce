// The input `adopt`: an existing job becomes this resource's.
import { commands, settingText } from "../../api/config/hostWords";
import * as z from "zod";

import { getJob, type JobDetails } from "../../api/endpoints/jobs";
import type { JobOverrides } from "../../api/endpoints/jobSpec";
import { DispersedError } from "../../api/errors/errors";
import { contextOf } from "../schema/hiddenContext";
import type { ResourceEffects } from "../contract/effects";
import type { Properties } from "../schema/types";
import { confirmGone, isNotFound, currentKey } from "../account/confirmGone";
import { observeRuns } from "../account/fetchJobs";
import { holderText } from "../account/holders";
import { claimOfOthers } from "./claimOfOthers";
import { unknownJobError } from "../account/unknownJob";
import { repeatedInputs } from "../job/inputsFromApi";
import { jobInputs } from "../job/inputs";
import { preferenceOfJob, preferencesOf, preferring } from "../job/preferences";
import { readSettings } from "../job/settings";
import { goesOn } from "../job/status";
import { readMarked, type Marker } from "../job/marker";
import { isAbsent, meaningOf } from "../schema/meaning";
import { valueSchema } from "../schema/property";
import { dollars } from "../pricing/jobPriceCap";
import type { Purchase } from "./order";
import { withoutPassword } from "../schema/embeddedSecrets";

/** A job that may be adopted. */
export interface AdoptedJob {
  readonly job: JobDetails;
  /** The marker that the job carries, if it carries ours. */
  readonly marker: Marker | undefined;
}

/**
 * Reads the job that is to be adopted, and checks it.
 *
 * @param otherwise what happens without `adopt`.
 * @throws DispersedError that lists what contradicts; nothing was changed.
 */
export async function adoptJob(
  effects: ResourceEffects,
  uuid: string,
  { wanted, recipeUuid }: Pick<Purchase, "wanted" | "recipeUuid">,
  ours: Marker,
  inputs: Properties,
  otherwise = "to buy another",
): Promise<AdoptedJob> {
  const job = await readJob(effects, uuid.toLowerCase());
  const { marker } = readMarked(job.description);
  const against = contradictions(job, wanted, recipeUuid);
  const isOver = !goesOn(job.status);
  if (isOver) against.unshift(`it is ${job.status}`);
  else against.push(...(await costsTooMuch(effects, job, capFor(inputs, job))));
  const claim = claimAgainst(effects, job, ours, contextOf(inputs).owner);
  if (claim !== undefined) against.unshift(claim);
  if (against.length === 0) return { job, marker };
  throw new DispersedError(
    "validation",
    `the job ${uuid} cannot be adopted: ${against.join("; ")}. ${wayOn(isOver, claim, otherwise)}`,
  );
}

/** The most that the job may cost: a preference for its GPU may say so. */
function capFor(inputs: Properties, job: JobDetails): number | undefined {
  const preference = preferenceOfJob(preferencesOf(inputs), job);
  return readSettings(preferring(inputs, preference)).maxHourlyUsd;
}

/** A job of the user's that costs more than the inputs allow. Taken, it would be cancelled. */
async function costsTooMuch(
  { api, signal }: ResourceEffects,
  job: JobDetails,
  maxHourlyUsd: number | undefined,
): Promise<readonly string[]> {
  if (maxHourlyUsd === undefined) return [];
  const rateUsd = (await observeRuns(api, job, signal)).run?.hourlyRateUsd;
  if (rateUsd === undefined || rateUsd <= maxHourlyUsd) return [];
  return [`it costs ${dollars(rateUsd)} an hour, which is more than maxHourlyUsd`];
}

/** The next step. Nothing makes a job adoptable that has ended. */
function wayOn(isOver: boolean, claim: string | undefined, otherwise: string): string {
  if (isOver) return `Remove \`adopt\` ${otherwise}: only a job that is alive can be adopted.`;
  if (claim !== undefined) return `Remove \`adopt\` ${otherwise}. ${TAKE_FROM_HOLDER}`;
  return `Make the inputs say what the job is, or remove \`adopt\` ${otherwise}.`;
}

/** How a user takes over a job that another resource holds or held. */
export const TAKE_FROM_HOLDER =
  `To take this one, remove the other resource from its stack with ${commands.stateDelete} if it is ` +
  `still there, then run once with ${settingText("onOrphan", "ignore")}.`;

/** What speaks against adopting a job that another resource may hold; `undefined` where it is free. */
export function claimAgainst(
  effects: Pick<ResourceEffects, "api" | "journal">,
  job: Pick<JobDetails, "uuid" | "description">,
  ours: Marker,
  owner: string | undefined,
): string | undefined {
  const claim = claimOfOthers(effects, job, { ours, owner, mayShare: true });
  if (claim === undefined) return undefined;
  return claim.by === "holder" ? `${holderText(claim.holder)} holds it` : `it ${claim.words}`;
}

/** The job as the service shows it: a listing that shows it beats a read that does not find it. */
async function readJob(effects: ResourceEffects, uuid: string): Promise<JobDetails> {
  const { api, observedJobs, signal } = effects;
  try {
    const job = await getJob(api, uuid, signal);
    observedJobs.note(job);
    return job;
  } catch (error) {
    if (!isNotFound(error)) throw error;
    const lastKey = currentKey(api);
    const verdict = await confirmGone(effects, { uuid, lastKey });
    if (verdict.isGone) throw unknownJobError(api, uuid, error);
    return verdict.job;
  }
}

/** What may differ: texts for the console, which do not identify a job. */
const WORDS: readonly string[] = ["title", "description"];

/**
 * The inputs that contradict the job. An input that is left out contradicts nothing, whatever its
 * default: an adopted job need not be described completely.
 */
function contradictions(
  job: JobDetails,
  wanted: JobOverrides,
  recipeUuid: string | undefined,
): string[] {
  const told = { ...repeatedInputs(job), recipeUuid: job.sourceRecipeUuid?.toLowerCase() };
  return differences("", jobInputs, { ...wanted, recipeUuid }, told);
}

/** @param prefix the path before the names of these properties. */
function differences(
  prefix: string,
  { shape }: z.ZodObject,
  wanted: Properties,
  told: Properties,
): string[] {
  return Object.entries(told).flatMap(([name, is]) => {
    const want = wanted[name];
    if (WORDS.includes(name) || isAbsent(want) || isAbsent(is)) return [];
    const schema = (shape as Readonly<Record<string, z.ZodType>>)[name];
    const inner = valueSchema(schema);
    if (inner instanceof z.ZodObject) {
      return differences(`${prefix}${name}.`, inner, want as Properties, is as Properties);
    }
    if (meaningOf(schema, want) === meaningOf(schema, is)) return [];
    return [`its ${prefix}${name} is ${shown(is)}`];
  });
}

/** What the job says of itself. The other job's image may have a password that is no secret here. */
function shown(fact: unknown): string {
  if (!Array.isArray(fact)) return withoutPassword(String(fact));
  return fact.length === 0 ? "any" : [...(fact as unknown[])].map(String).sort().join(", ");
}
