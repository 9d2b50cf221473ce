import * as z from "zod";

import type { ApiClient } from "../../api/http/client";
import { getJobRun, listJobRuns } from "../../api/endpoints/jobRuns";
import { sanitizeOneLine } from "../../api/errors/sanitize";
import { currentRun } from "../job/outputsFromApi";
import { wholeNumber } from "../schema/primitives";
import { property } from "../schema/property";
import { uuid } from "./args";
import { defineFunction } from "./definition";

/** `getJobLogs`: what a container printed. */
export const getJobLogs = defineFunction({
  name: "getJobLogs",
  description:
    "Reads the container log of a run, or of a job's current run. The service does not " +
    "document how long it keeps logs.",
  inputs: z.strictObject({
    jobUuid: property(uuid.optional(), {
      description:
        "UUID of the job whose current run to read: the newest live run, else the newest run.",
    }),
    runUuid: property(uuid.optional(), {
      description: "UUID of the run. Not allowed with `jobUuid`.",
    }),
    tailLines: property(wholeNumber(1).optional(), {
      description: "Number of last lines to return. Default: all.",
    }),
  }),
  outputs: z.object({
    logs: property(z.string(), {
      description: "Output of the container, including control characters. Empty if there is none.",
      secret: true,
    }),
    runUuid: property(z.string().optional(), {
      description: "UUID of the run. Absent if the job has no run yet.",
    }),
    status: property(z.string().optional(), { description: "Status of the run." }),
  }),
  rules({ jobUuid, runUuid }) {
    if (jobUuid === undefined && runUuid === undefined) {
      return [{ property: "jobUuid", reason: "is required, unless runUuid is given" }];
    }
    if (jobUuid === undefined || runUuid === undefined) return [];
    return [{ property: "runUuid", reason: "excludes jobUuid: give one of them" }];
  },
  async ask(api, { jobUuid = "", runUuid, tailLines = Infinity }) {
    const id = runUuid ?? (await currentRunOf(api, jobUuid));
    if (id === undefined) return { logs: "" };
    const { uuid: seen, status, logs = "" } = await getJobRun(api, id);
    return { logs: lastLines(logs, tailLines), runUuid: seen, status: sanitizeOneLine(status) };
  },
});

async function currentRunOf(api: ApiClient, jobUuid: string): Promise<string | undefined> {
  return currentRun(await listJobRuns(api, jobUuid))?.uuid;
}

/** The last lines, the end of the last one as it was. */
function lastLines(logs: string, count: number): string {
  const lines = logs.split(/(?<=\n)/);
  return lines.slice(Math.max(0, lines.length - count)).join("");
}
