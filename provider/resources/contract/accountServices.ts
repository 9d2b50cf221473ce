// How a process reads an account: waits, reads and searches share their requests.
import type { ApiClient } from "../../api/http/client";
import { getJob, listJobPages, listJobs, type JobDetails } from "../../api/endpoints/jobs";
import { getRecipe } from "../../api/endpoints/recipes";
import { createPoller } from "../../api/polling/poller";
import type { Observer } from "../../api/polling/observations";
import type { ResourceEffects } from "./effects";
import { createSharedJobList, MAX_PAGES } from "../account/sharedJobList";
import { createJobReader } from "../account/batchReader";
import { confirmGone } from "../account/confirmGone";
import { createDuplicateChecks } from "../account/duplicateChecks";
import { createInterruptedJobs } from "../account/interruptedJobs";
import { listLiveJobs } from "../account/liveJobs";
import {
  byUuid,
  getJobs,
  observeJob,
  observeJobs,
  withRuns,
  type JobDetailsSnapshot,
} from "../account/fetchJobs";
import { memoizeAsync } from "../../api/memoizeAsync";
import { createObservedJobs, noting } from "../account/observedJobs";
import { createStackBudget } from "../pricing/stackBudget";
import { createMemoryReservations, type SharedReservations } from "../pricing/reservations";

/** The effects that read an account. */
export type AccountServices = Pick<
  ResourceEffects,
  | "jobPoller"
  | "statusPoller"
  | "jobReader"
  | "statusReader"
  | "jobList"
  | "budget"
  | "duplicateChecks"
  | "interruptedJobs"
  | "recipe"
  | "observedJobs"
>;

/** Creates the services of one process for one account. */
export function createAccountServices(
  api: ApiClient,
  effects: Pick<ResourceEffects, "clock" | "entropy" | "journal" | "processJobs" | "signal">,
  reservations: SharedReservations = createMemoryReservations(),
): AccountServices {
  const { clock, processJobs, signal } = effects;
  const list = (): ReturnType<typeof listJobs> => listJobs(api, MAX_PAGES);
  const observedJobs = createObservedJobs(clock);
  const jobs: Observer<JobDetails> = noting(
    {
      observe: (uuid, until) => getJob(api, uuid, until),
      observeMany: (uuids) => getJobs(api, uuids),
    },
    observedJobs,
    (job) => job,
  );
  const jobsAndRuns: Observer<JobDetailsSnapshot> = noting(
    {
      observe: (uuid, until) => observeJob(api, uuid, until),
      observeMany: (uuids, until) => observeJobs(api, uuids, until),
    },
    observedJobs,
    ({ job }) => job,
  );
  const paging = { maxPages: MAX_PAGES };
  const jobList = createSharedJobList({
    clock,
    list: () => listJobPages(api, paging),
    listLive: () => listLiveJobs(api, paging),
    alive: () => processJobs.liveUuids(),
  });
  return {
    jobList,
    observedJobs,
    budget: createStackBudget(api, {
      jobList,
      clock,
      observer: jobsAndRuns,
      processJobs,
      reservations,
      observedJobs,
      signal,
      confirmGone: (missing) =>
        confirmGone({ api, clock, processJobs, observedJobs, signal }, missing),
    }),
    duplicateChecks: createDuplicateChecks({ jobList, clock }),
    interruptedJobs: createInterruptedJobs({
      journal: effects.journal,
      processJobs,
      namespace: api.config.namespace,
    }),
    jobPoller: createPoller({ ...effects, ...jobsAndRuns, stageOf: ({ job }) => job.status }),
    statusPoller: createPoller({ ...effects, ...jobs, stageOf: ({ status }) => status }),
    jobReader: createJobReader({
      ...{ ...jobsAndRuns, clock, list, signal },
      listed: (some) => withRuns(api, some, signal),
    }),
    statusReader: createJobReader({
      ...{ ...jobs, clock, list, signal },
      listed: (some) => Promise.resolve(byUuid(some)),
    }),
    recipe: memoizeAsync((uuid) => getRecipe(api, uuid)),
  };
}
