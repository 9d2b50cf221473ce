import type { Command } from "commander";

import { knownStatuses } from "../../provider/api/endpoints/spellings";
import { getJobs } from "../../provider/resources/functions/getJobs";
import type { JobFacts } from "../../provider/resources/functions/jobFields";
import { isKnownStatus } from "../../provider/resources/job/status";
import { markerText, readMarked } from "../../provider/resources/job/marker";
import { askWithFlags, numberOf, valuesOf } from "../askWithFlags";
import { cleaned } from "../cleaned";
import { exitCode, UsageError, type ExitCode } from "../exitCode";
import { connect } from "../session";
import { tableOf } from "../table";
import type { Terminal } from "../terminal";

const EXAMPLES = `
Examples:
  dispersed jobs
  dispersed jobs --status RUNNING PENDING --json

Exit codes: 0 ok, also without any jobs; 1 the command failed; 2 wrong usage.
`;

interface JobsFlags {
  readonly status?: readonly string[] | undefined;
  readonly limit?: string | undefined;
  readonly json?: boolean | undefined;
}

/** Adds `dispersed jobs`. */
export function addJobs(program: Command, terminal: Terminal, end: (code: ExitCode) => void): void {
  program
    .command("jobs")
    .summary("list the account's jobs")
    .description(
      "Lists the jobs of the account, newest first, including those that no stack manages.",
    )
    .option("--status <status...>", "only jobs with one of these statuses, such as RUNNING")
    .option("--limit <number>", "maximum number of jobs, 1 to 1000", "100")
    .option("--json", "print JSON")
    .addHelpText("after", EXAMPLES)
    .action(async (flags: JobsFlags) => end(await showJobs(terminal, flags)));
}

async function showJobs(terminal: Terminal, flags: JobsFlags): Promise<ExitCode> {
  const statuses = valuesOf(flags.status)?.map(knownStatus);
  const answer = await askWithFlags(
    {
      definition: getJobs,
      args: { limit: numberOf(flags.limit), statuses },
      flags: { statuses: "--status", limit: "--limit" },
    },
    () => connect(terminal),
  );
  // The definition's own schema made it.
  const { jobs, complete } = answer as { jobs: readonly JobFacts[]; complete: boolean };
  if (flags.json === true) {
    terminal.print(JSON.stringify(cleaned({ jobs: jobs.map(withoutMarker), complete })));
    return exitCode.ok;
  }
  terminal.print(jobs.length === 0 ? "No jobs." : jobTable(jobs));
  if (!complete) terminal.say("There are more jobs: raise --limit to list them.");
  return exitCode.ok;
}

/** @throws UsageError about a status that no job can have: its list would always be empty. */
function knownStatus(given: string): string {
  const status = given.toUpperCase();
  if (isKnownStatus(status)) return status;
  throw new UsageError(`--status: unknown status; known statuses: ${knownStatuses.join(", ")}`);
}

function jobTable(jobs: readonly JobFacts[]): string {
  return tableOf(
    ["uuid", "status", "task", "title", "image", "gpu", "created", "pulumi"],
    jobs.map((job) => [
      ...[job.uuid, job.status, job.task, job.title, job.image, job.gpuName, job.createdAt],
      readMarked(job.description).marker === undefined ? "" : "yes",
    ]),
  );
}

/** A job with its marker separated from the user's own text. */
function withoutMarker(job: JobFacts): object {
  const { text, marker } = readMarked(job.description);
  return { ...job, description: text, marker: marker && markerText(marker) };
}
