// The /v1/jobs family.
import * as z from "zod";
import type { Clock } from "../state/clock";
import { requireJson } from "../http/receivedBody";
import { HttpError } from "../http/reply";
import { validationError } from "../http/validationError";
import type { RouteRequest } from "../http/routeTable";
import type { ApiRoute } from "../openapi/apiRoute";
import type { CreateJob } from "../jobs/request/createJob";
import { findJob } from "../state/findJob";
import { hasEnded } from "../jobs/job";
import { jobAnswer } from "../jobs/view/jobAnswer";
import { jobRequestForm } from "../jobs/request/jobRequestForm";
import type { JobStore } from "../state/jobStore";
import { type JobView, viewJob } from "../jobs/view/jobView";
import { cancel } from "../jobs/lifeCycle";
import type { Visibility } from "../state/visibility";
import type { SettingsKeeper } from "../knobs/settingsKeeper";
import { dateWithin, type Filters, numberWithin, oneOf } from "./filters";
import { listPage } from "./listPage";
import { pathUuid } from "./pathUuid";

interface Means {
  readonly store: JobStore;
  readonly visibility: Visibility;
  readonly clock: Clock;
  readonly createJob: CreateJob;
  readonly settings: SettingsKeeper;
}

const cancelForm = z.strictObject({ reason: z.string().optional() });

const jobFilters: Filters<JobView> = {
  uuid: oneOf((job) => job["uuid"]),
  status: oneOf((job) => job["status"]),
  task: oneOf((job) => job["task"]),
  created_at: dateWithin((job) => job.created_at),
  cpu_count: numberWithin((job) => Number(job["cpu_count"])),
  min_ram_gb: numberWithin((job) => Number(job["min_ram_gb"])),
  min_storage_gb: numberWithin((job) => Number(job["min_storage_gb"])),
  min_vram_gb: numberWithin((job) => Number(job["min_vram_gb"])),
};

/** The routes on which jobs are made, read and cancelled. */
export function jobRoutes({ store, visibility, clock, createJob, settings }: Means): ApiRoute[] {
  return [
    {
      method: "POST",
      path: "/v1/jobs",
      answersOne: true,
      description: {
        operationId: "createJob",
        summary: "Creates a job",
        body: { form: jobRequestForm, isRequired: true },
        answer: jobAnswer,
        creates: true,
      },
      handle({ body, account }) {
        return createJob(requireJson(body), { account, recipeUuid: null });
      },
    },
    {
      method: "GET",
      path: "/v1/jobs",
      description: {
        operationId: "listJobs",
        summary: "Lists jobs",
        answer: jobAnswer,
        filters: jobFilters,
      },
      handle({ query, account }) {
        const now = settings.current();
        const jobs = visibility.listed(account).map((job) => viewJob(job, now, "list"));
        return { status: 200, body: listPage(jobs, query, jobFilters, now) };
      },
    },
    {
      method: "GET",
      path: "/v1/jobs/{uuid}",
      answersOne: true,
      description: { operationId: "getJob", summary: "Shows a job", answer: jobAnswer },
      handle(request) {
        const job = visibility.read(pathUuid(request), request.account);
        return { status: 200, body: viewJob(job, settings.current(), "read") };
      },
    },
    {
      method: "PUT",
      path: "/v1/jobs/{uuid}/cancel",
      answersOne: true,
      description: {
        operationId: "cancelJob",
        summary: "Asks a job to stop",
        body: { form: cancelForm, isRequired: false },
        answer: jobAnswer,
        conflict: "The job has ended already.",
      },
      handle(request) {
        const job = visibility.find(pathUuid(request), request.account);
        const reason = cancelReason(request);
        if (hasEnded(job)) {
          throw new HttpError(409, "job_ended", `The job is already ${job.status}.`);
        }
        const now = settings.current();
        store.put(cancel(job, { nowMs: clock.now(), afterMs: now.cancelAfterMs, reason }));
        // From the store: a job that is cancelled at once may be forgotten at once as well.
        return { status: 200, body: viewJob(findJob(store, job.uuid), now, "read") };
      },
    },
  ];
}

function cancelReason({ body }: RouteRequest): string | null {
  const parsed = cancelForm.safeParse(requireJson(body, {}));
  if (!parsed.success) {
    throw validationError(parsed.error);
  }
  return parsed.data.reason ?? null;
}
