// The end of a job's log. A container may print anything, so it is cleaned line by line and kept as
// a secret.
import { getJobRun } from "../../api/endpoints/jobRuns";
import { errorMessage } from "../../api/errors/errors";
import { sanitizeOneLine } from "../../api/errors/sanitize";
import type { OperationContext, ServiceAccess } from "../contract/effects";
import type { JobSnapshot } from "../job/outputsFromApi";

/** Longest tail that a state keeps, in characters. */
const MAX_TAIL_LENGTH = 8_000;

/** The last lines of a run's log, and the same in the engine's log. Never throws. */
export async function tailOfLog(
  { api, log, redact, signal }: ServiceAccess & OperationContext,
  { job, run }: JobSnapshot,
  lines: number,
): Promise<string | undefined> {
  if (run === undefined || lines === 0) return undefined;
  try {
    const { logs } = await getJobRun(api, run.uuid, signal);
    // The whole log is redacted first: a secret may have several lines, and the tail may begin
    // within it.
    const tail = lastLines(redact((logs ?? "").replaceAll("\r\n", "\n")), lines).map(
      sanitizeOneLine,
    );
    if (tail.join("") === "") return undefined;
    log.info(`the last ${tail.length} lines of the log of ${job.uuid}:`);
    for (const line of tail) log.info(`| ${line}`);
    return tail.join("\n").slice(-MAX_TAIL_LENGTH);
  } catch (error) {
    log.debug(`the log of ${job.uuid} cannot be read: ${errorMessage(error)}`);
    return undefined;
  }
}

function lastLines(text: string, count: number): readonly string[] {
  const lines = text.split("\n");
  if (lines.at(-1) === "") lines.pop();
  return lines.slice(-count);
}
