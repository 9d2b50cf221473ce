// The /v1/jobs family.
import { z } from "zod";
import type { Clock } from "../clock";
import { requireJson } from "../http/receivedBody";
import { HttpError, type Reply } from "../http/reply";
import { validationError } from "../http/validationError";
import type { Route, RouteRequest } from "../http/routeTable";
import { findVisibleJob, isVisible } from "../jobs/findJob";
import { hasEnded } from "../jobs/job";
import { type Pace, planJob } from "../jobs/jobPlan";
import { parseJobRequest } from "../jobs/jobRequest";
import type { JobStore } from "../jobs/jobStore";
import { viewJob, type ViewSettings } from "../jobs/jobView";
import { cancel } from "../jobs/lifeCycle";
import { createUuid } from "../jobs/uuid";
import type { RandomHex } from "../randomHex";
import { listPage } from "./listPage";
import { pathUuid } from "./pathUuid";

interface Means {
  readonly store: JobStore;
  readonly clock: Clock;
  readonly randomHex: RandomHex;
  readonly pace: Pace;
  readonly view: ViewSettings;
}

const cancelForm = z.strictObject({ reason: z.string().optional() });

/** The routes on which jobs are made, read and cancelled. */
export function jobRoutes({ store, clock, randomHex, pace, view }: Means): Route[] {
  const show = (uuid: string, account: string): Reply["body"] =>
    viewJob(findVisibleJob(store, uuid, account), view);

  return [
    {
      method: "POST",
      path: "/v1/jobs",
      handle({ body, account }) {
        const request = parseJobRequest(requireJson(body));
        const nowMs = clock.now();
        const uuid = createUuid(nowMs, randomHex);
        store.put({
          uuid,
          runUuid: createUuid(nowMs, randomHex),
          account,
          accessToken: randomHex(16),
          request,
          plan: planJob(request, pace),
          status: "PENDING",
          statusReason: null,
          createdAtMs: nowMs,
          updatedAtMs: nowMs,
          assignedAtMs: null,
          startedAtMs: null,
          endedAtMs: null,
          forgotten: false,
        });
        return { status: 201, body: show(uuid, account) };
      },
    },
    {
      method: "GET",
      path: "/v1/jobs",
      handle({ query, account }) {
        const visible = store.all().filter((job) => isVisible(job, account));
        const jobs = visible.map((job) => viewJob(job, view));
        return { status: 200, body: listPage(jobs, query, ["uuid", "status", "task"]) };
      },
    },
    {
      method: "GET",
      path: "/v1/jobs/{uuid}",
      handle: (request) => ({ status: 200, body: show(pathUuid(request), request.account) }),
    },
    {
      method: "PUT",
      path: "/v1/jobs/{uuid}/cancel",
      handle(request) {
        const job = findVisibleJob(store, pathUuid(request), request.account);
        const reason = cancelReason(request);
        if (hasEnded(job)) {
          throw new HttpError(409, "job_ended", `The job is already ${job.status}.`);
        }
        store.put(cancel(job, clock.now(), reason));
        return { status: 200, body: show(job.uuid, request.account) };
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
