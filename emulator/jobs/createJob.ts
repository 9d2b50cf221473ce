import type { Clock } from "../clock";
import type { Json } from "../http/json";
import type { Reply } from "../http/reply";
import type { RandomHex } from "../randomHex";
import type { SettingsKeeper } from "../settings";
import type { Job } from "./job";
import { type Pace, planJob } from "./jobPlan";
import { parseJobRequest } from "./jobRequest";
import type { JobStore } from "./jobStore";
import { viewJob } from "./jobView";
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
  readonly settings: SettingsKeeper;
}

/** Makes the one way in which jobs come to be: by a create request, or by cooking a recipe. */
export function createJobCreator({ store, clock, randomHex, pace, settings }: Means): CreateJob {
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
      phases: [{ status: "PENDING", sinceMs: nowMs }],
      runs: [],
      startedAtMs: null,
      endedAtMs: null,
      cancelDueMs: null,
      forgotten: false,
    };
    store.put(job);
    const now = settings.current();
    return { status: now.createStatus, body: viewJob(store.get(job.uuid) ?? job, now) };
  };
}
