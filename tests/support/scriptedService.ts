// A service on paper: each route has its answers, and repeats the last one for ever.
import { ApiClient } from "../../provider/api/http/client";
import type { ApiConfig } from "../../provider/api/config/config";
import type { JobRun } from "../../provider/api/endpoints/jobRuns";
import { createRedactor } from "../../provider/api/errors/redact";
import { TransportError, type TransportRequest } from "../../provider/api/http/transport";
import type { ResourceEffects } from "../../provider/resources/contract/effects";
import { createProcessJobs } from "../../provider/resources/account/processJobs";
import { createAccountServices } from "../../provider/resources/contract/accountServices";
import { keyFingerprint } from "../../provider/resources/account/confirmGone";
import type { Marker } from "../../provider/resources/job/marker";
import type { JobSnapshot } from "../../provider/resources/job/outputsFromApi";
import type { Purchase } from "../../provider/resources/purchase/order";
import { createMemoryJournal, type MemoryJournal } from "./memoryJournal";
import {
  config,
  createFakeClock,
  createFakeEntropy,
  json,
  START_OF_TIME,
  type Answer,
  type FakeClock,
} from "./fakes";

export const uuid = "3fa85f64-5717-4562-b3fc-2c963f66afa6";
/** A second job, where one resource has two. */
export const otherUuid = "11111111-5717-4562-b3fc-2c963f66afa6";
export const runUuid = "22222222-5717-4562-b3fc-2c963f66afa6";

/** What the requests of these tests are called. */
export type Route =
  | "create"
  | "get"
  | "getOther"
  | "runs"
  | "run"
  | "list"
  | "cancel"
  | "cancelOther"
  | "look"
  | "filtered"
  | "live"
  | "offers"
  | "gpus"
  | "recipe"
  | "cook";

/** The answers to each route; the last one repeats. Lists and runs are empty by default. */
export type Answers = Partial<Record<Route, readonly Answer[]>>;

export interface Service {
  readonly effects: ResourceEffects & { readonly journal: MemoryJournal };
  readonly clock: FakeClock;
  /** The requests, in order. */
  readonly asked: readonly Route[];
  /** The time of each request, in milliseconds from the start. */
  readonly times: readonly number[];
  /** The query of each request. */
  readonly queries: readonly string[];
  /** What was logged, with its severity. */
  readonly said: readonly string[];
  /** The body of the last request that had one. */
  lastBody(): unknown;
}

/** Makes a service with these answers, and the effects to speak to it. */
export function createService(
  answers: Answers,
  options: {
    config?: Partial<ApiConfig>;
    signal?: AbortSignal;
    /** The service's clock minus ours; without it the service does not show its clock. */
    clockOffsetMs?: number | undefined;
  } = {},
): Service {
  const clock = createFakeClock();
  const entropy = createFakeEntropy();
  const asked: Route[] = [];
  const times: number[] = [];
  const queries: string[] = [];
  const said: string[] = [];
  let lastBody: string | undefined;
  const transport = (request: TransportRequest): Promise<Exclude<Answer, TransportError>> => {
    const route = routeOf(request);
    const before = asked.filter((earlier) => earlier === route).length;
    asked.push(route);
    times.push(clock.monotonicMs());
    queries.push(request.query);
    lastBody = request.body ?? lastBody;
    const isList = ["look", "filtered", "list", "runs"].includes(route);
    const script = answers[route] ?? (isList ? [emptyList] : []);
    const answer = script[Math.min(before, script.length - 1)];
    if (answer === undefined) throw new Error(`no answer to ${route}`);
    if (answer instanceof TransportError) return Promise.reject(answer);
    if (options.clockOffsetMs === undefined) return Promise.resolve(answer);
    const date = new Date(clock.nowMs() + options.clockOffsetMs).toUTCString();
    return Promise.resolve({ ...answer, headers: { ...answer.headers, date } });
  };
  const journal = createMemoryJournal();
  const processJobs = createProcessJobs(undefined, (held, holder) => journal.hold(held, holder));
  const api = new ApiClient({ ...config, ...options.config }, { transport, clock, entropy });
  const shared = {
    clock,
    entropy,
    processJobs,
    signal: options.signal ?? new AbortController().signal,
    journal,
  };
  const effects: Service["effects"] = {
    ...shared,
    ...createAccountServices(api, shared),
    api,
    log: {
      debug: (message) => said.push(`debug: ${message}`),
      info: (message) => said.push(`info: ${message}`),
      warn: (message) => said.push(`warn: ${message}`),
      status: () => undefined,
    },
    redact: createRedactor(["hunter22"]),
    probe: () => Promise.resolve(undefined),
  };
  return {
    effects,
    clock,
    asked,
    times,
    queries,
    said,
    lastBody: () => JSON.parse(lastBody ?? "null") as unknown,
  };
}

function routeOf({ method, pathname, query }: TransportRequest): Route {
  if (method === "POST" && pathname === "/v1/jobs") return "create";
  if (method === "PUT" && pathname === `/v1/jobs/${uuid}/cancel`) return "cancel";
  if (method === "GET" && pathname === `/v1/jobs/${uuid}`) return "get";
  if (method === "PUT" && pathname === `/v1/jobs/${otherUuid}/cancel`) return "cancelOther";
  if (method === "GET" && pathname === `/v1/jobs/${otherUuid}`) return "getOther";
  if (method === "GET" && pathname === "/v1/job-runs") return "runs";
  if (method === "GET" && pathname === `/v1/job-runs/${runUuid}`) return "run";
  if (method === "GET" && pathname === "/v1/jobs" && query.startsWith("limit=1&")) return "list";
  if (method === "GET" && pathname === "/v1/jobs" && query.startsWith("limit=50&")) return "look";
  if (method === "GET" && pathname === "/v1/jobs" && query.startsWith("filter%5Buuid%5D=")) {
    return "filtered";
  }
  if (method === "GET" && pathname === "/v1/jobs" && query.startsWith("filter%5Bstatus%5D=")) {
    return "live";
  }
  if (method === "GET" && pathname === "/v1/compute/offers") return "offers";
  if (method === "GET" && pathname === "/v1/gpu-registry") return "gpus";
  if (method === "GET" && pathname.startsWith("/v1/job-recipes/")) return "recipe";
  if (method === "POST" && pathname.endsWith("/cook")) return "cook";
  throw new Error(`nobody may ask for ${method} ${pathname}?${query}`);
}

/** The job in a status. */
export const job = (status: string, fields: object = {}): Answer =>
  json(200, { uuid, status, ...fields });

export const created = json(201, { uuid, status: "PENDING" });
export const notFound = json(404, { message: "no such job" });

export const sshUrl = {
  description: "ssh",
  hostname: "n1.example.com",
  port: 4022,
  protocol: "tcp",
  tls: false,
};

/** A job as a list of jobs shows it. */
export interface ListedJob {
  readonly uuid: string;
  readonly status: string;
  /** What its description ends in, without the bracket. */
  readonly marker?: string;
  readonly task?: string;
  readonly created_at?: string;
}

/** A whole list of these jobs. */
export const listOf = (...jobs: readonly ListedJob[]): Answer =>
  json(200, {
    data: jobs.map(({ marker, ...one }) =>
      marker === undefined ? one : { ...one, description: ` [pulumi:${marker}]` },
    ),
    total: jobs.length,
  });

/** The job's runs. */
export const runs = (...list: readonly object[]): Answer =>
  json(200, { data: list.map((run) => ({ uuid: runUuid, job_uuid: uuid, ...run })) });

/** A run as the client reads it. */
export const bareRun: JobRun = {
  uuid: runUuid,
  jobUuid: uuid,
  status: "RUNNING",
  startedAtMs: undefined,
  hourlyRateUsd: undefined,
  nodeUrls: [],
  containerAccessTokens: [],
  logs: undefined,
};

/** A job as one poll reads it. */
export const snapshotOf = (
  job: Partial<JobSnapshot["job"]>,
  run?: Partial<JobRun>,
): JobSnapshot => ({
  job: { uuid, status: "RUNNING", ...job },
  run: run && { ...bareRun, ...run },
});

export const liveRun = runs({ status: "RUNNING", hourly_rate_usd: 0.5, node_urls: [sshUrl] });
export const noRuns = runs();
export const emptyList = json(200, { data: [], total: 0 });

/** A job that runs, and is ready. */
export const running: Answers = { get: [job("RUNNING")], runs: [liveRun] };

/** Offers at these prices. */
export const offersAt = (...usd: readonly number[]): Answer =>
  json(200, {
    data: usd.map((hourly_rate_usd, id) => ({ offer_id: `${id}`, pricing: { hourly_rate_usd } })),
    total: usd.length,
  });

/** A purchase of this resource: its marker, and the parts of it. */
export const marker = "aaaaaaaa.bbbbbbbb.cccccccccc.dddddddd";
export const owner = "aaaaaaaa.bbbbbbbb";
export const generation = "cccccccccc";
export const ourMarker: Marker = {
  stack: "aaaaaaaa",
  resource: "bbbbbbbb",
  generation,
  spec: "dddddddd",
};

/** A purchase that no test sends. */
export const unsentPurchase: Purchase = {
  body: {},
  description: undefined,
  wanted: {},
  hardware: {},
  submit: () => Promise.reject(new Error("nothing is sent here")),
};

/** Two jobs of that purchase, an hour old: the second one is to be kept. */
export const twins = listOf(
  {
    uuid: otherUuid,
    status: "PENDING",
    marker,
    created_at: new Date(START_OF_TIME - 3_600_000).toISOString(),
  },
  { uuid, status: "RUNNING", marker },
);
/** How the first of them ends. */
export const otherEnds: Answers = {
  getOther: ["RUNNING", "CANCELLED"].map((status) => job(status, { uuid: otherUuid })),
  cancelOther: [job("CANCELLING", { uuid: otherUuid })],
};

/** How often a route was requested. */
export const countOf = ({ asked }: Service, route: Route): number =>
  asked.filter((each) => each === route).length;

/** The name of the key that the effects have. */
export const ourKey = keyFingerprint(config.publicKey.value);

/** A published port as a state holds it. */
export const nodeUrl = (description: string): object => ({
  description,
  hostname: "127.0.0.1",
  port: 40_022,
  protocol: "tcp",
  tls: false,
});

/** The last known outputs of a job. */
export const outputsOf = (status: string, fields: object = {}): Record<string, unknown> => ({
  task: "PERSISTENT",
  container: { image: "ubuntu" },
  uuid,
  status,
  outcome: "active",
  nodeUrls: [],
  endpoints: {},
  apiOrigin: config.origin,
  __context: { name: "box", key: ourKey },
  ...fields,
});
