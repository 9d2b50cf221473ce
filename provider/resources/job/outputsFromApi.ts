// Converts what the service returns to what the state holds.
import type { JobRun, NodeUrl } from "../../api/endpoints/jobRuns";
import type { Job, JobDetails } from "../../api/endpoints/jobs";
import { sanitizeOneLine } from "../../api/errors/sanitize";
import { extendRedactor, type Redact } from "../../api/errors/redact";
import type { JobOutputs } from "./outputs";
import { isEnded, isKnownStatus, outcomeOfStatus } from "./status";
import { containerPort } from "./waitStage";

const SSH_PORT = 22;

type OrderedWindow = "maxTimeoutAssignMs" | "maxTimeoutStartMs" | "maxTimeoutRunMs";
type OrderedGpu = "gpuName" | "gpuRegistryUuid" | "allowedRegionCodes";

/** Reads a job once. */
export interface JobSnapshot {
  readonly job: Job & Partial<Pick<JobDetails, "task" | OrderedWindow | OrderedGpu>>;
  /** The current run; `undefined` while there is none. */
  readonly run: JobRun | undefined;
}

/** Settings and facts the outputs depend on besides the job itself. */
export interface StateFacts {
  readonly apiOrigin: string;
  readonly sshUser: string;
  /** Hides secrets of the container that a reason may repeat. */
  readonly redact: Redact;
}

/** The current run: the newest live one, preferably running; otherwise the newest. */
export function currentRun(newestFirst: readonly JobRun[]): JobRun | undefined {
  return (
    newestFirst.find((run) => run.status === "RUNNING") ??
    newestFirst.find((run) => !isEnded(run.status)) ??
    newestFirst[0]
  );
}

/** Published ports. Those of an ended job are left out: they may lead to another job by now. */
export function liveNodeUrls({ job, run }: JobSnapshot): readonly NodeUrl[] {
  return run === undefined || isEnded(job.status) || isEnded(run.status) ? [] : run.nodeUrls;
}

/** The access tokens that the service made for a job and its run. */
export function accessTokensOf({ job, run }: JobSnapshot): readonly string[] {
  return [
    ...new Set([...(job.containerAccessTokens ?? []), ...(run?.containerAccessTokens ?? [])]),
  ];
}

/** The outputs that are not inputs. Absent facts are left out: bytes of state are speed. */
export function jobOutputsOf({ job, run }: JobSnapshot, facts: StateFacts): JobOutputs {
  const nodeUrls = liveNodeUrls({ job, run });
  const tokens = accessTokensOf({ job, run });
  const redact = extendRedactor(facts.redact, tokens);
  return {
    uuid: job.uuid,
    // Decisions depend on it, so a known status is never redacted, even if a variable has the same
    // value.
    status: isKnownStatus(job.status) ? job.status : sanitizeOneLine(redact(job.status)),
    statusReason: shown(job.statusReason, redact),
    outcome: outcomeOfStatus(job.status),
    nodeUrls: nodeUrls.map((url) => ({ ...url, description: sanitizeOneLine(url.description) })),
    endpoints: endpointsOf(nodeUrls),
    ssh: sshOf(nodeUrls, facts.sshUser),
    runUuid: shown(run?.uuid),
    hourlyRateUsd: run?.hourlyRateUsd,
    createdAt: shown(job.createdAt),
    startedAt: shown(job.startedAt),
    completedAt: shown(job.completedAt),
    sourceRecipeUuid: shown(job.sourceRecipeUuid),
    containerAccessTokens: tokens.length === 0 ? undefined : [...tokens],
    apiOrigin: facts.apiOrigin,
  };
}

/** A text of the service as the engine may show it. */
function shown(text: string | undefined, redact: Redact = (whole) => whole): string | undefined {
  return text === undefined ? undefined : sanitizeOneLine(redact(text));
}

/** Every published port except SSH, which has its own output. */
function endpointsOf(nodeUrls: readonly NodeUrl[]): JobOutputs["endpoints"] {
  return Object.fromEntries(
    nodeUrls.flatMap(({ description, hostname, port, tls }) => {
      const inside = containerPort(description);
      if (inside === undefined || inside === SSH_PORT) return [];
      const url = `${tls ? "https" : "http"}://${bracketed(hostname)}:${port}`;
      return [[String(inside), { host: hostname, port, url }]];
    }),
  );
}

function sshOf(nodeUrls: readonly NodeUrl[], user: string): JobOutputs["ssh"] {
  const entry = nodeUrls.find(({ description }) => containerPort(description) === SSH_PORT);
  if (entry === undefined) return undefined;
  return sshLogin(entry.hostname, entry.port, user);
}

/** How to log in as a user. */
export function sshLogin(host: string, port: number, user: string): NonNullable<JobOutputs["ssh"]> {
  return { host, port, user, command: `ssh -p ${port} ${user}@${host}` };
}

/** A URL has IPv6 addresses in brackets. */
function bracketed(hostname: string): string {
  return hostname.includes(":") ? `[${hostname}]` : hostname;
}
