// How a process looks at an account: everybody who waits, reads or searches shares the requests.
import type { ApiClient } from "../api/client";
import { listJobs } from "../api/endpoints/jobs";
import { getRecipe } from "../api/endpoints/recipes";
import { createPoller, type PollerEffects } from "../api/poller";
import type { ResourceEffects } from "./definition";
import { createJobBoard, MOST_PAGES } from "./jobBoard";
import { createJobReader } from "./jobReader";
import { observeJob, observeJobs, withRuns, type DetailedSight } from "./observe";
import { once } from "./once";

/** The effects that look at an account. */
export type SharedLooks = Pick<ResourceEffects, "jobs" | "board" | "reader" | "recipe">;

/** Makes the looks of one process at one account. */
export function createSharedLooks(
  api: ApiClient,
  effects: Pick<ResourceEffects, "clock" | "entropy" | "ownJobs" | "signal">,
): SharedLooks {
  const { clock, ownJobs, signal } = effects;
  const list = (): ReturnType<typeof listJobs> => listJobs(api, MOST_PAGES);
  const looking: PollerEffects<DetailedSight> = {
    ...effects,
    observe: (uuid, until) => observeJob(api, uuid, until),
    observeMany: (uuids, until) => observeJobs(api, uuids, until),
  };
  return {
    board: createJobBoard({ clock, list, alive: () => ownJobs.alive() }),
    jobs: createPoller({ ...looking, stageOf: ({ job }) => job.status }),
    reader: createJobReader({
      ...looking,
      list,
      signal,
      withRuns: (jobs) => withRuns(api, jobs, signal),
    }),
    recipe: once((uuid) => getRecipe(api, uuid)),
  };
}
