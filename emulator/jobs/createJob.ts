import type { Clock } from "../clock";
import type { Json } from "../http/json";
import type { Reply } from "../http/reply";
import type { RandomHex } from "../randomHex";
import type { Job } from "./job";
import { type Pace, planJob } from "./jobPlan";
import { parseJobRequest } from "./jobRequest";
import type { JobStore } from "./jobStore";
import { viewJob, type ViewSettings } from "./jobView";
import { createUuid } from "./uuid";

/** Makes a job of an unchecked request and answers it; throws a 422. */
export type CreateJob = (
  request: Json,
  origin: { readonly account: string; readonly recipeUuid: string | null },
) => Reply;

interface Means {
  readonly store: JobStore;
  readonly clock: Clock;
  readonly randomHex: RandomHex;
  readonly pace: Pace;
  readonly view: ViewSettings;
}

/** Makes the one way in which jobs come to be: by a create request, or by cooking a recipe. */
export function createJobCreator({ store, clock, randomHex, pace, view }: Means): CreateJob {
  return (body, { account, recipeUuid }) => {
    const request = parseJobRequest(body);
    const nowMs = clock.now();
    const job: Job = {
      uuid: createUuid(nowMs, randomHex),
      account,
      accessToken: randomHex(16),
      request,
      recipeUuid,
      plan: planJob(request, pace),
      status: "PENDING",
      statusReason: null,
      createdAtMs: nowMs,
      updatedAtMs: nowMs,
      runs: [],
      startedAtMs: null,
      endedAtMs: null,
      forgotten: false,
    };
    store.put(job);
    return { status: 201, body: viewJob(store.get(job.uuid) ?? job, view) };
  };
}
