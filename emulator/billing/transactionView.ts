import { uuidsOf } from "../accounts/accountUuids";
import type { Job } from "../jobs/job";
import type { JobRun } from "../jobs/jobRun";
import { isoTime } from "../jobs/view/jobView";
import { costUsd } from "./bill";

/** A charge as the API answers it. */
export interface TransactionView {
  readonly object: "compute_ledger_transaction";
  readonly uuid: string;
  readonly type: "CAPTURE";
  readonly amount_usd: number;
  readonly job_run_uuid: string;
  readonly authorization_uuid: string;
  readonly consumer_profile_uuid: string;
  readonly consumer_account_uuid: string;
  readonly render_user_id: string;
  readonly render_credit_id: null;
  readonly memo: string;
  readonly created_at: string;
  readonly updated_at: string;
}

/** The charges for a job: one for each run that has ended and ever had its container up. */
export function viewTransactions(job: Job): TransactionView[] {
  return job.runs.flatMap((run) =>
    run.endedAtMs === null || run.startedAtMs === null ? [] : [view(job, run, run.endedAtMs)],
  );
}

function view(job: Job, run: JobRun, endedAtMs: number): TransactionView {
  const uuids = uuidsOf(job.account);
  return {
    object: "compute_ledger_transaction",
    uuid: run.captureUuid,
    type: "CAPTURE",
    amount_usd: costUsd(run, endedAtMs),
    job_run_uuid: run.uuid,
    authorization_uuid: run.authorizationUuid,
    consumer_profile_uuid: uuids.profile,
    consumer_account_uuid: uuids.account,
    render_user_id: uuids.renderUser,
    render_credit_id: null,
    memo: `Job ${job.uuid}`,
    created_at: isoTime(endedAtMs),
    updated_at: isoTime(endedAtMs),
  };
}
