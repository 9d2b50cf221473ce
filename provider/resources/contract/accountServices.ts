// How a process looks at an account: everybody who waits, reads or searches shares the requests.
import type { ApiClient } from "../../api/http/client";
import { getJob, listJobPages, listJobs, type JobDetails } from "../../api/endpoints/jobs";
import { getRecipe } from "../../api/endpoints/recipes";
import { createPoller } from "../../api/polling/poller";
import type { Observer } from "../../api/polling/observations";
import type { ResourceEffects } from "./definition";
import { createJobBoard, MOST_PAGES } from "../account/sharedJobList";
import { createJobReader } from "../account/batchReader";
import { confirmGone } from "../account/confirmGone";
import { createLastLooks } from "../account/duplicateChecks";
import { createLeftBehind } from "../account/interruptedJobs";
import { listLiveJobs } from "../account/liveJobs";
import { byUuid, getJobs, observeJob, observeJobs, withRuns, type DetailedSight } from "../account/fetchJobs";
import { once } from "../../api/memoizeAsync";
import { createSeenJobs, noting } from "../account/observedJobs";
import { createStackBudget } from "../pricing/stackBudget";
import { createMemoryReservations, type SharedReservations } from "../pricing/reservations";

/** The effects that look at an account. */
export type SharedLooks = Pick<
  ResourceEffects,
  | "jobs"
  | "ends"
  | "reader"
  | "doomed"
  | "board"
  | "budget"
  | "lastLooks"
  | "leftBehind"
  | "recipe"
  | "seenJobs"
>;

/** Makes the looks of one process at one account. */
export function createSharedLooks(
  api: ApiClient,
  effects: Pick<ResourceEffects, "clock" | "entropy" | "journal" | "ownJobs" | "signal">,
  reservations: SharedReservations = createMemoryReservations(),
): SharedLooks {
  const { clock, ownJobs, signal } = effects;
  const list = (): ReturnType<typeof listJobs> => listJobs(api, MOST_PAGES);
  const seenJobs = createSeenJobs(clock);
  const jobs: Observer<JobDetails> = noting(
    {
      observe: (uuid, until) => getJob(api, uuid, until),
      observeMany: (uuids) => getJobs(api, uuids),
    },
    seenJobs,
    (job) => job,
  );
  const jobsAndRuns: Observer<DetailedSight> = noting(
    {
      observe: (uuid, until) => observeJob(api, uuid, until),
      observeMany: (uuids, until) => observeJobs(api, uuids, until),
    },
    seenJobs,
    ({ job }) => job,
  );
  const paging = { maxPages: MOST_PAGES };
  const board = createJobBoard({
    clock,
    list: () => listJobPages(api, paging),
    listLive: () => listLiveJobs(api, paging),
    alive: () => ownJobs.alive(),
  });
  return {
    board,
    seenJobs,
    budget: createStackBudget(api, {
      ...{ board, clock, observer: jobsAndRuns, ownJobs, reservations, seenJobs, signal },
      confirmGone: (missing) => confirmGone({ api, clock, ownJobs, seenJobs, signal }, missing),
    }),
    lastLooks: createLastLooks({ board, clock }),
    leftBehind: createLeftBehind({
      journal: effects.journal,
      ownJobs,
      namespace: api.config.namespace,
    }),
    jobs: createPoller({ ...effects, ...jobsAndRuns, stageOf: ({ job }) => job.status }),
    ends: createPoller({ ...effects, ...jobs, stageOf: ({ status }) => status }),
    reader: createJobReader({
      ...{ ...jobsAndRuns, clock, list, signal },
      listed: (some) => withRuns(api, some, signal),
    }),
    doomed: createJobReader({
      ...{ ...jobs, clock, list, signal },
      listed: (some) => Promise.resolve(byUuid(some)),
    }),
    recipe: once((uuid) => getRecipe(api, uuid)),
  };
}
