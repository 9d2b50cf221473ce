// The /v1/job-runs family.
import { HttpError } from "../http/reply";
import type { ApiRoute } from "../openapi/apiRoute";
import type { Job } from "../jobs/job";
import type { JobRun } from "../jobs/jobRun";
import { jobRunAnswer, jobRunWithLogsAnswer } from "../jobs/view/jobRunAnswer";
import { type JobRunView, logsOf, viewJobRun } from "../jobs/view/jobRunView";
import type { Nodes } from "../jobs/nodes";
import type { Visibility } from "../state/visibility";
import type { SettingsKeeper } from "../knobs/settingsKeeper";
import { type Filters, oneOf } from "./filters";
import { listPage } from "./listPage";
import { pathUuid } from "./pathUuid";

interface Means {
  readonly visibility: Visibility;
  readonly nodes: Nodes;
  readonly settings: SettingsKeeper;
}

const runFilters: Filters<JobRunView> = {
  job_uuid: oneOf((run) => run["job_uuid"]),
  status: oneOf((run) => run["status"]),
};

/** The routes on which job runs are read. */
export function jobRunRoutes({ visibility, nodes, settings }: Means): ApiRoute[] {
  const runsOf = (jobs: Job[]): { job: Job; run: JobRun; view: JobRunView }[] =>
    jobs.flatMap((job) =>
      job.runs.map((run) => ({
        job,
        run,
        view: viewJobRun(job, run, nodes.listenersOf(run.uuid)),
      })),
    );

  return [
    {
      method: "GET",
      path: "/v1/job-runs",
      description: {
        operationId: "listJobRuns",
        summary: "Lists job runs, without their logs",
        answer: jobRunAnswer,
        filters: runFilters,
      },
      handle({ query, account }) {
        const runs = runsOf(visibility.listed(account)).map(({ view }) => view);
        return {
          status: 200,
          body: listPage(runs, query, runFilters, settings.current()),
        };
      },
    },
    {
      method: "GET",
      path: "/v1/job-runs/{uuid}",
      answersOne: true,
      description: {
        operationId: "getJobRun",
        summary: "Shows a job run with its logs",
        answer: jobRunWithLogsAnswer,
      },
      handle(request) {
        const uuid = pathUuid(request);
        const found = runsOf(visibility.readable(request.account)).find(
          ({ run }) => run.uuid === uuid,
        );
        if (found === undefined) {
          throw new HttpError(404, "not_found", `There is no job run ${uuid}.`);
        }
        return { status: 200, body: { ...found.view, logs: logsOf(found.job, found.run) } };
      },
    },
  ];
}
