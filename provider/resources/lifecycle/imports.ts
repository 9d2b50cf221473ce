// Imports of existing jobs: how a job is written as inputs, and which jobs there are.
import { commands } from "../../api/config/hostWords";
import { getJobAndContainer, listJobs, type JobDetails } from "../../api/endpoints/jobs";
import { DispersedError } from "../../api/errors/errors";
import { isUuid } from "../../api/endpoints/uuid";
import type { ImportedAs, ResourceImports } from "../contract/definition";
import type { PurchaseRecords, ServiceAccess } from "../contract/effects";
import type { Properties } from "../schema/types";
import { inputsOfJob } from "../job/inputsFromApi";
import { MAX_PAGES } from "../account/sharedJobList";
import { jobInputs } from "../job/inputs";
import type { JobKind } from "./jobKind";
import { defaultReplaceOn } from "./drift";
import { isEnded } from "../job/status";
import { holderText } from "../account/holders";
import { answerAbout } from "../account/unknownJob";
import { TAKE_FROM_HOLDER } from "../purchase/adoptJob";
import { claimOfOthers } from "../purchase/claimOfOthers";
import { withoutDefaults } from "../schema/meaning";
import { markedOwner } from "../job/stackName";

const NOT_IMPORTED = "Nothing was imported: deleting either resource would cancel the job of both.";
/** With how a user undoes what the engine has done before it asked. */
const REFUSED =
  "It must not be imported: deleting either resource would cancel the job of both. Unless this is a " +
  "preview, Pulumi has written it into the state all the same: take it out with " +
  `${commands.stateDelete}, which leaves the job alone.`;

/** What the service may write in place of a password. What it really writes is not documented. */
const MASK = /^\*+$/;

/** Finds and describes jobs for an import. */
export function jobImports({ type, inputNames }: JobKind): ResourceImports {
  const isFromRecipe = inputNames.includes("recipeUuid");
  return {
    async describe(effects, id, name) {
      const { api, log, signal } = effects;
      if (!isUuid(id)) {
        throw new DispersedError(
          "validation",
          "a job is imported by its uuid, and the id that was given is not a uuid; nothing was sent.",
        );
      }
      const found = await answerAbout(api, id, getJobAndContainer(api, id, signal));
      const { job, container } = found;
      if (isFromRecipe && job.sourceRecipeUuid === undefined) {
        throw new DispersedError(
          "validation",
          `the job ${id} was not made from a recipe: import it as a Job, not as a ${type}.`,
        );
      }
      if (isMasked(container)) {
        log.warn(
          "the service hides passwords of the container: write them into the program, with " +
            "ignoreChanges for `container`, or the job is replaced for them",
        );
      }
      const takeAs = (importedAs: ImportedAs): void => {
        requireFree(effects, job, importedAs);
        if (isEnded(job.status)) log.warn(endedWords(job));
      };
      // Values of the recipe are not written as inputs: a program that names the recipe means the
      // same job.
      if (isFromRecipe) return { inputs: { recipeUuid: job.sourceRecipeUuid }, takeAs };
      const all = { ...inputsOfJob(job, inputNames, { name }), container };
      return { inputs: compact(withoutDefaults(jobInputs.shape, all, { name })), takeAs };
    },

    async *list(api, limit) {
      let left = limit;
      for await (const { uuid, status, title, sourceRecipeUuid } of listJobs(api, MAX_PAGES)) {
        if (isEnded(status) || (isFromRecipe && sourceRecipeUuid === undefined)) continue;
        if (left === 0) return;
        left -= 1;
        yield { id: uuid, name: title ?? uuid };
      }
    },
  };
}

/** The warning for an import of an ended job. The engine protects what it imports. */
function endedWords({ uuid, status, task }: JobDetails): string {
  const next = defaultReplaceOn(task).includes(status)
    ? `By default \`replaceOn\` lists ${status}, so the next ${commands.up} buys another job in its ` +
      "place, or fails while the resource is protected, as it is after an import. Set " +
      "`replaceOn: []` to keep it as it is."
    : "It is not bought again unless its inputs or `triggers` change.";
  return `Job ${uuid} has already ended ${status} and is not billed. ${next}`;
}

/** @throws DispersedError where another resource may hold the job. */
function requireFree(
  effects: ServiceAccess & PurchaseRecords,
  job: JobDetails,
  { owner, isInState }: ImportedAs,
): void {
  if (isEnded(job.status)) return;
  const ours = markedOwner(effects.api.config.namespace, owner);
  const found = claimOfOthers(effects, job, { ours, owner, mayShare: false });
  if (found === undefined) return;
  const claim = found.by === "holder" ? `is held by ${holderText(found.holder)}` : found.words;
  const why = isInState ? REFUSED : NOT_IMPORTED;
  throw new DispersedError(
    "validation",
    `the job ${job.uuid} ${claim}. ${why} ${TAKE_FROM_HOLDER}`,
  );
}

function isMasked(value: unknown): boolean {
  if (typeof value === "string") return value !== "" && MASK.test(value);
  return typeof value === "object" && value !== null && Object.values(value).some(isMasked);
}

/** Without members that have no value, at any depth. */
function compact(values: Properties): Properties {
  return JSON.parse(JSON.stringify(values)) as Properties;
}
