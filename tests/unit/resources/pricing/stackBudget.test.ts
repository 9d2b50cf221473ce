// The budget that creates of one process share, against an account that changes.
import { ApiClient } from "../../../../provider/api/http/client";
import type { ApiConfig } from "../../../../provider/api/config/config";
import type { TransportRequest, TransportResponse } from "../../../../provider/api/http/transport";
import type { Marker } from "../../../../provider/resources/job/marker";
import { observeJob, observeJobs } from "../../../../provider/resources/account/fetchJobs";
import { confirmGone, keyFingerprint } from "../../../../provider/resources/account/confirmGone";
import {
  createProcessJobs,
  type ProcessJobs,
  type StateJob,
} from "../../../../provider/resources/account/processJobs";
import {
  createMemoryReservations,
  type SharedReservations,
} from "../../../../provider/resources/pricing/reservations";
import {
  createObservedJobs,
  type ObservedJobs,
} from "../../../../provider/resources/account/observedJobs";
import {
  createStackBudget,
  type Claim,
  type StackBudget,
} from "../../../../provider/resources/pricing/stackBudget";
import {
  config,
  createFakeClock,
  createFakeEntropy,
  json,
  rejection,
  type FakeClock,
} from "../../../support/fakes";

/** A job of the account; every run costs what its job says. */
interface Living {
  readonly generation: string;
  /** As the list has it. */
  status?: string;
  /** As a read has it, where that is another. */
  statusNow?: string;
  /**
   * The status of a read that fails; `unfindable`: a 404, while lists have the job; `unproven`: a 404,
   * while lists fail.
   */
  refusal?: number | "unfindable" | "unproven";
  /** Whether its description has no marker of ours. */
  isUnmarked?: boolean;
  runStatus?: string;
  gpu?: { gpu_name?: string; gpu_registry_uuid?: string };
  stack?: string;
  rateUsd?: number;
  maxNodeCount?: number;
}

interface Account {
  readonly jobs: Living[];
  offers: readonly number[];
  /** Whether the listing has all jobs that live. */
  hasAllLive: boolean;
  /** The queries of offers. */
  readonly searches: string[];
  /** How often the account was listed. */
  listings: number;
  readonly clock: FakeClock;
  claim(): Claim;
  readonly processJobs: ProcessJobs;
  readonly observedJobs: ObservedJobs;
  readonly reservations: SharedReservations;
  /** The budget of another process of the same run, which may have another key. */
  other(overrides?: Partial<ApiConfig>): StackBudget;
}

const uuidOf = (generation: string): string =>
  `${generation.repeat(8).slice(0, 8)}-5717-4562-b3fc-2c963f66afa6`;
const markerOf = (generation: string, stack = "stack"): Marker => ({
  stack,
  resource: "resource",
  generation,
  spec: "spec",
});

function createAccount(...jobs: Living[]): Account {
  const clock = createFakeClock();
  // No list is read at the start of the process.
  clock.advance(60_000);
  const { signal } = new AbortController();
  const wire = ({ generation, status = "RUNNING", ...job }: Living): object => ({
    uuid: uuidOf(generation),
    status: job.statusNow ?? status,
    max_node_count: job.maxNodeCount ?? 1,
    ...job.gpu,
  });
  const answer = ({ pathname, query }: TransportRequest): TransportResponse => {
    const wanted = account.jobs.filter(({ generation }) =>
      `${pathname}${query}`.includes(uuidOf(generation)),
    );
    if (pathname === "/v1/compute/offers") {
      account.searches.push(decodeURIComponent(query));
      const offers = account.offers.map((hourly_rate_usd, id) => ({
        offer_id: String(id),
        pricing: { hourly_rate_usd },
      }));
      return json(200, { data: offers, total: offers.length });
    }
    if (pathname === "/v1/job-runs") {
      const runs = wanted.map(({ generation, rateUsd, runStatus = "RUNNING" }) => ({
        uuid: `9${uuidOf(generation).slice(1)}`,
        job_uuid: uuidOf(generation),
        status: runStatus,
        hourly_rate_usd: rateUsd,
      }));
      return json(200, { data: runs, total: runs.length });
    }
    const asked = query.includes("filter") ? wanted : account.jobs;
    const shown = asked.filter(({ refusal }) => refusal === undefined || refusal === "unfindable");
    const isBroken = account.jobs.some(({ refusal }) => refusal === "unproven");
    if (pathname === "/v1/jobs" && isBroken) return json(500, {});
    if (pathname === "/v1/jobs") return json(200, { data: shown.map(wire), total: shown.length });
    const [one] = wanted;
    if (typeof one?.refusal === "string") return json(404, { message: "no such job" });
    if (one?.refusal !== undefined) return json(one.refusal, { message: "not this one" });
    return one === undefined ? json(404, { message: "no such job" }) : json(200, wire(one));
  };
  const transport = (request: TransportRequest): Promise<TransportResponse> =>
    Promise.resolve(answer(request));
  const clientOf = (overrides: Partial<ApiConfig>): ApiClient =>
    new ApiClient({ ...config, ...overrides }, { transport, clock, entropy: createFakeEntropy() });
  const api = clientOf({});
  const jobList = {
    list: () => {
      account.listings += 1;
      const ours = account.jobs.filter(({ isUnmarked }) => isUnmarked !== true);
      const marked = ours.map(({ generation, status = "RUNNING", stack = "stack" }) => ({
        uuid: uuidOf(generation),
        status,
        task: "PERSISTENT",
        createdAt: undefined,
        marker: markerOf(generation, stack),
      }));
      return Promise.resolve({
        jobs: marked,
        listed: [],
        isCovering: false,
        isWhole: false,
        hasAllLive: account.hasAllLive,
      });
    },
  };
  const observer = {
    observe: (uuid: string) => observeJob(api, uuid),
    observeMany: (uuids: readonly string[]) => observeJobs(api, uuids),
  };
  const processJobs = createProcessJobs();
  const observedJobs = createObservedJobs(clock);
  const reservations = createMemoryReservations();
  const open = (other: ApiClient): StackBudget =>
    createStackBudget(other, {
      jobList,
      clock,
      observer,
      processJobs,
      reservations,
      observedJobs,
      signal,
      confirmGone: (missing) =>
        confirmGone({ api, clock, processJobs, observedJobs, signal }, missing),
    });
  const budget = open(api);
  const account: Account = {
    jobs,
    offers: [0.35, 0.39],
    hasAllLive: true,
    searches: [],
    listings: 0,
    clock,
    claim: () => budget.claim(),
    processJobs,
    observedJobs,
    reservations,
    other: (overrides = {}) => open(clientOf(overrides)),
  };
  return account;
}

const ask = (claim: Claim, generation: string, mostUsd = 0.4, stack?: string): Promise<string> =>
  claim.make(markerOf(generation, stack), mostUsd, 1).then(
    () => "bought",
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );

test("of creates that run at the same time only as many claim as fit", async () => {
  const account = createAccount();
  const verdicts = await Promise.all(["a", "b", "c"].map((each) => ask(account.claim(), each)));
  expect(verdicts).toEqual([
    "bought",
    "bought",
    expect.stringContaining(
      "2 jobs on the way up to $0.80 an hour, this job up to $0.40 an hour, together $1.20",
    ),
  ]);
});

test("a create that failed makes room again", async () => {
  const account = createAccount({ generation: "e", rateUsd: 0.5 });
  const failed = account.claim();
  expect(await ask(failed, "a", 0.5)).toBe("bought");
  expect(await ask(account.claim(), "b", 0.5)).toContain("would be exceeded");
  failed.release();
  account.clock.advance(1);
  expect(await ask(account.claim(), "b", 0.5)).toBe("bought");
});

test("a create that may have made a job goes on counting", async () => {
  const account = createAccount();
  const first = account.claim();
  await ask(first, "a", 0.7);
  first.settle(undefined);
  first.release();
  expect(await ask(account.claim(), "b", 0.7)).toContain("1 job on the way up to $0.70");
});

test("a job that was bought after the last listing counts although no list has shown it", async () => {
  const account = createAccount();
  const first = account.claim();
  expect(await ask(first, "a", 0.7)).toBe("bought");
  account.clock.advance(1);
  account.jobs.push({ generation: "a", rateUsd: 0.7 });
  first.settle(uuidOf("a"));
  first.release();
  expect(await ask(account.claim(), "b")).toContain("would be exceeded");
});

test("a job that ended since the last listing takes no room", async () => {
  const account = createAccount({ generation: "a", rateUsd: 0.5 });
  expect(await ask(account.claim(), "b", 0.1)).toBe("bought");
  account.clock.advance(1);
  account.jobs.splice(0);
  expect(await ask(account.claim(), "c", 0.9)).toBe("bought");
});

test("creates that fit share a listing for ten seconds", async () => {
  const account = createAccount();
  for (const generation of ["a", "b"]) await ask(account.claim(), generation, 0.1);
  expect(account.listings).toBe(1);
  account.clock.advance(10_000);
  await ask(account.claim(), "c", 0.1);
  expect(account.listings).toBe(1);
  account.clock.advance(1);
  await ask(account.claim(), "d", 0.1);
  expect(account.listings).toBe(2);
});

test.each<[string, Living]>([
  ["of another stack", { generation: "a", stack: "other", rateUsd: 9 }],
  ["that has ended", { generation: "a", status: "COMPLETED", rateUsd: 9 }],
  ["that was forgotten since it was listed", { generation: "a", refusal: 404, rateUsd: 9 }],
])("a job %s does not count", async (_name, job) => {
  expect(await ask(createAccount(job).claim(), "b", 1)).toBe("bought");
});

const asOffer = "counts as the most expensive offer";
test.each<[string, Partial<Living>, string]>([
  ["has a node counts with its price", { rateUsd: 0.2 }, "$0.20"],
  ["is being cancelled counts until its end", { status: "CANCELLING", rateUsd: 0.2 }, "$0.20"],
  ["answers 404 while lists show it counts", { refusal: "unfindable", rateUsd: 0.2 }, "$0.20"],
  [`waits for a node ${asOffer}`, { status: "PENDING" }, "$0.39"],
  [`may run on two nodes ${asOffer} on both`, { rateUsd: 0.35, maxNodeCount: 2 }, "$0.78"],
])("a live job that %s", async (_name, job, counted) => {
  const refusal = await ask(createAccount({ generation: "a", ...job }).claim(), "b", 1);
  expect(refusal).toContain(`the stack's 1 live job ${counted} an hour`);
});

test("a list that may lack a job that lives is a cap that cannot be held", async () => {
  const account = createAccount();
  account.hasAllLive = false;
  expect(await rejection(account.claim().make(markerOf("b"), 0.1, 1))).toMatchObject({
    kind: "validation",
    message: expect.stringContaining(
      "dispersed:maxStackHourlyUsd cannot be held: the list of the account's jobs is not complete",
    ) as string,
  });
});

test.each<[string, NonNullable<Living["refusal"]>, RegExp]>([
  ["cannot be read", 403, /^GET .* 403: not this one$/],
  [
    "may be gone, which no list proves,",
    "unproven",
    /^dispersed:maxStackHourlyUsd cannot be held: /,
  ],
])("a job that %s is a cap that cannot be held", async (_name, refusal, words) => {
  const account = createAccount({ generation: "a", refusal, rateUsd: 0.1 });
  expect(await ask(account.claim(), "b", 0.1)).toMatch(words);
});

test("more jobs than one request reads count once each", async () => {
  const generations = Array.from({ length: 51 }, (_, index) => String(10_000_000 + index));
  const account = createAccount(
    ...generations.map((each) => ({ generation: each, rateUsd: 0.02 })),
  );
  expect(await ask(account.claim(), "b")).toContain("51 live jobs $1.02 an hour");
});

test("a create that reserved nothing, for there is no cap, may buy", () => {
  expect(() => createAccount().claim().settle(uuidOf("a"))).not.toThrow();
});

test("a listing that failed is not shared with later creates", async () => {
  const account = createAccount();
  account.hasAllLive = false;
  await ask(account.claim(), "a", 0.1);
  account.hasAllLive = true;
  expect(await ask(account.claim(), "b", 0.1)).toBe("bought");
});

test("a job that another process has bought counts with its price, also before a list shows it", async () => {
  const account = createAccount({ generation: "a", rateUsd: 0.5, isUnmarked: true });
  const other = account.other().claim();
  await ask(other, "a", 0.7);
  other.settle(uuidOf("a"));
  expect(await ask(account.claim(), "b", 0.7)).toContain("1 live job $0.50");
});

test("a job that another process has bought takes no room when it has ended", async () => {
  const account = createAccount({ generation: "a", status: "FAILED", isUnmarked: true });
  const other = account.other().claim();
  await ask(other, "a", 0.7);
  other.settle(uuidOf("a"));
  expect(await ask(account.claim(), "b", 0.7)).toBe("bought");
});

test("a job that another key has bought counts as much as it may cost, for it may not be read", async () => {
  const account = createAccount();
  const other = account.other({ publicKey: { ...config.publicKey, value: "pk_other" } }).claim();
  await ask(other, "a", 0.7);
  other.settle(uuidOf("a"));
  expect(await ask(account.claim(), "b", 0.7)).toContain("1 job on the way up to $0.70");
});

describe("a job of the state without a marker of this stack", () => {
  const ofState: StateJob = {
    uuid: uuidOf("a"),
    origin: config.origin,
    key: keyFingerprint(config.publicKey.value),
    rateUsd: 0.3,
  };
  const verdict = async (job: Living | undefined, state = ofState): Promise<string> => {
    const account = createAccount(...(job === undefined ? [] : [job]));
    account.processJobs.recordLiveJob(state);
    return ask(account.claim(), "b", 0.8);
  };
  const living: Living = { generation: "a", rateUsd: 0.5 };

  test.each<[string, Living]>([
    ["adopted", { ...living, isUnmarked: true }],
    ["marked before the stack was renamed", { ...living, stack: "old" }],
    ["unfindable, but listed", { ...living, refusal: "unfindable", stack: "old" }],
  ])("counts with its price: %s", async (_name, job) => {
    expect(await verdict(job)).toContain("1 live job $0.50");
  });

  test.each<[string, Living | undefined]>([
    ["it is proven gone", undefined],
    ["it has ended", { ...living, status: "FAILED", isUnmarked: true }],
  ])("does not count when %s", async (_name, job) => {
    expect(await verdict(job)).toBe("bought");
  });

  test.each<[string, Partial<StateJob>]>([
    ["key", { key: "other" }],
    ["service", { origin: "https://elsewhere.example.com" }],
  ])("counts as the state has it where it is another %s's", async (_name, more) => {
    expect(await verdict(undefined, { ...ofState, ...more })).toContain("1 live job $0.30");
  });
});

test("a job that this process took over counts without a marker", async () => {
  const account = createAccount({ generation: "a", rateUsd: 0.5, isUnmarked: true });
  account.processJobs.claim(uuidOf("a"), "a");
  account.observedJobs.note({ uuid: uuidOf("a"), status: "RUNNING" });
  expect(await ask(account.claim(), "b", 0.8)).toContain("1 live job $0.50");
});

test("a job that another connection of this process took over is not read: it may be another account's", async () => {
  const account = createAccount({ generation: "a", refusal: 403, isUnmarked: true });
  account.processJobs.claim(uuidOf("a"), "a");
  expect(await ask(account.claim(), "b")).toBe("bought");
});

test("a create under way whose job is on the list counts once, for as much as it may cost", async () => {
  const account = createAccount();
  await ask(account.claim(), "a", 0.3);
  account.jobs.push({ generation: "a", status: "PENDING" });
  account.clock.advance(10_001);
  expect(await ask(account.claim(), "b", 0.7)).toBe("bought");
});

test.each<[string, Living["gpu"], string, string]>([
  ["its name", { gpu_name: "A", gpu_registry_uuid: uuidOf("c") }, "gpu_name]=A", "registry_uuid"],
  ["its uuid, where it has no name", { gpu_registry_uuid: uuidOf("c") }, "registry_uuid]", "_name"],
])("the most expensive offer for a GPU is searched by %s", async (_how, gpu, asked, notAsked) => {
  const account = createAccount({ generation: "a", status: "PENDING", ...(gpu && { gpu }) });
  await ask(account.claim(), "b", 0.1);
  expect(account.searches).toEqual([expect.stringContaining(asked)]);
  expect(account.searches).toEqual([expect.not.stringContaining(notAsked)]);
});
