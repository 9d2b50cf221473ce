import type { Clock } from "../../state/clock";
import type { Json } from "../../http/json";
import { HttpError, type Reply } from "../../http/reply";
import type { RandomHex } from "../../state/randomHex";
import type { SettingsKeeper } from "../../knobs/settingsKeeper";
import { hasEnded, type Job } from "../job";
import { type Pace, planJob } from "./jobPlan";
import { parseJobRequest } from "./jobRequest";
import type { JobStore } from "../../state/jobStore";
import { viewJob, type ViewSettings } from "../view/jobView";
import { createUuid } from "../../state/uuid";

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

/** Creates the one function that creates jobs: for create requests and for recipes. */
export function createJobCreator({ store, clock, randomHex, pace, settings }: Means): CreateJob {
  return (body, { account, recipeUuid }) => {
    const request = parseJobRequest(body);
    const plan = planJob(request, pace);
    const now = settings.current();
    const namesake = store.all().find((job) => isNamesake(job, account, request.title));
    if (now.uniqueTitles !== null && namesake !== undefined) {
      return answerNamesake(namesake, now.uniqueTitles, now);
    }
    const nowMs = clock.now();
    const job: Job = {
      uuid: createUuid(nowMs, randomHex),
      account,
      accessToken: randomHex(16),
      request,
      recipeUuid,
      plan,
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
    const view = viewJob(store.get(job.uuid) ?? job, now, "create");
    return { status: now.createStatus, body: view };
  };
}

function isNamesake(job: Job, account: string, title: string): boolean {
  return job.account === account && job.request.title === title && !hasEnded(job) && !job.forgotten;
}

function answerNamesake(job: Job, status: 200 | 201 | 409, settings: ViewSettings): Reply {
  if (status === 409) {
    throw new HttpError(409, "title_taken", "title: a job that has not ended has it already");
  }
  return { status, body: viewJob(job, settings, "create") };
}
