// Jobs that somebody else made: how one is written down as inputs, and which there are.
import { getJobAndContainer, listJobs, type JobDetails } from "../../api/endpoints/jobs";
import { DispersedError } from "../../api/errors/errors";
import { isUuid } from "../../api/endpoints/uuid";
import type { ResourceEffects, ResourceImports } from "../contract/definition";
import type { Properties } from "../schema/types";
import { isNotFound } from "../account/confirmGone";
import { inputsOfJob } from "../job/inputsFromApi";
import { MAX_PAGES } from "../account/sharedJobList";
import { jobInputs } from "../job/inputs";
import type { JobKind } from "./jobKind";
import { isEnded } from "../job/status";
import { isSameOwner, readMarked } from "../job/marker";
import { withoutDefaults } from "../schema/meaning";
import { markedOwner } from "../job/stackName";

/** What the service may write in place of a password. What it really writes is not documented. */
const MASK = /^\*+$/;

/** Finds and describes jobs for an import. */
export function jobImports({ type, inputNames }: JobKind): ResourceImports {
  const isFromRecipe = inputNames.includes("recipeUuid");
  return {
    async describe(effects, id, { name, owner }) {
      const { api, log, signal } = effects;
      if (!isUuid(id)) {
        throw new DispersedError(
          "validation",
          `a job is imported by its uuid, and ${JSON.stringify(id)} is none; nothing was sent.`,
        );
      }
      const found = await getJobAndContainer(api, id, signal).catch((error: unknown) => {
        if (!isNotFound(error)) throw error;
        throw new DispersedError(
          "rejected",
          `${api.config.origin} knows no job ${id} for this key: it may be another account's.`,
          { status: 404 },
        );
      });
      const { job, container } = found;
      if (owner !== undefined) requireFree(effects, job, owner);
      if (isFromRecipe && job.sourceRecipeUuid === undefined) {
        throw new DispersedError(
          "validation",
          `the job ${id} was not made from a recipe: import it as a Job, not as a ${type}.`,
        );
      }
      if (isEnded(job.status)) {
        log.warn(`the job ${id} has ended ${job.status}: the next \`pulumi up\` may buy a new one`);
      }
      if (isMasked(container)) {
        log.warn(
          "the service hides passwords of the container: write them into the program, with " +
            "ignoreChanges for `container`, or the job is replaced for them",
        );
      }
      // What a recipe says is not written out: a program that names the recipe means the same job.
      if (isFromRecipe) return { recipeUuid: job.sourceRecipeUuid };
      const inputs = { ...inputsOfJob(job, inputNames, { name }), container };
      return compact(withoutDefaults(jobInputs.shape, inputs, { name }));
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

/** Two resources must not hold one job: deleting one of them would end the other's. */
function requireFree({ api, journal }: ResourceEffects, job: JobDetails, owner: string): void {
  const { namespace, onOrphan } = api.config;
  if (isEnded(job.status) || onOrphan === "ignore") return;
  const holder = journal.holderOf(job.uuid)?.holder;
  const { marker } = readMarked(job.description);
  // A job keeps its marker when its stack is renamed or its resource is moved: the journal knows better.
  const isFree =
    holder === owner ||
    (holder === undefined &&
      (marker === undefined || isSameOwner(marker, markedOwner(namespace, owner))));
  if (isFree) return;
  const why =
    holder === undefined ? "carries the marker of another resource" : "is held by another resource";
  throw new DispersedError(
    "validation",
    `the job ${job.uuid} ${why}, in this stack or in another. Nothing was imported: deleting either ` +
      "resource would cancel the job of both. If no stack holds it any more, run the import with " +
      'dispersed:onOrphan: "ignore".',
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
