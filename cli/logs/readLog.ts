import type { ApiClient } from "../../provider/api/http/client";
import { getJobRun, listJobRuns } from "../../provider/api/endpoints/jobRuns";
import { getJob } from "../../provider/api/endpoints/jobs";
import { answerAbout } from "../../provider/resources/account/unknownJob";
import { currentRun } from "../../provider/resources/job/outputsFromApi";

/** A job's log at one moment. */
export interface LogSnapshot {
  /** Status of the job, read before its log: the log of an ended job is complete. */
  readonly status: string;
  /** `undefined` while there is no run. */
  readonly runUuid: string | undefined;
  readonly log: string;
}

/** Reads the log of a job's current run. */
export async function readLog(
  api: ApiClient,
  jobUuid: string,
  signal?: AbortSignal,
): Promise<LogSnapshot> {
  const { status } = await answerAbout(api, jobUuid, getJob(api, jobUuid, signal));
  const run = currentRun(await listJobRuns(api, jobUuid, signal));
  if (run === undefined) return { status, runUuid: undefined, log: "" };
  const { logs = "" } = await getJobRun(api, run.uuid, signal);
  return { status, runUuid: run.uuid, log: logs };
}
