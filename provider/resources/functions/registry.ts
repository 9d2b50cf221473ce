import type { FunctionDefinition } from "./definition";
import { getGpus } from "./getGpus";
import { getJob } from "./getJob";
import { getJobLogs } from "./getJobLogs";
import { getJobRuns } from "./getJobRuns";
import { getJobs } from "./getJobs";
import { getLedgerTransactions } from "./getLedgerTransactions";
import { getOffers } from "./getOffers";
import { getOrphanedJobs } from "./getOrphanedJobs";
import { getRecipe } from "./getRecipe";
import { getRecipes } from "./getRecipes";

/** Every function of this package. */
export const functions: readonly FunctionDefinition[] = [
  getJob,
  getJobs,
  getJobRuns,
  getJobLogs,
  getRecipe,
  getRecipes,
  getGpus,
  getOffers,
  getLedgerTransactions,
  getOrphanedJobs,
];

/** The token of a function, such as `dispersed:index:getJob`. */
export function functionToken({ name }: FunctionDefinition): string {
  return `dispersed:index:${name}`;
}
