// The budget that creates of one process share, against an account that changes.
import { ApiClient } from "../../../provider/api/client";
import type { TransportRequest, TransportResponse } from "../../../provider/api/transport";
import type { Marker } from "../../../provider/resources/marker";
import { createStackBudget, type Claim } from "../../../provider/resources/stackBudget";
import {
  config,
  createFakeClock,
  createFakeEntropy,
  json,
  rejection,
  type FakeClock,
} from "../fakes";

/** A job of the account; every run costs what its job says. */
interface Living {
  readonly generation: string;
  status?: string;
  stack?: string;
  rateUsd?: number;
  maxNodeCount?: number;
}

interface Account {
  readonly jobs: Living[];
  offers: readonly number[];
  complete: boolean;
  /** How often the account was listed. */
  listings: number;
  readonly clock: FakeClock;
  claim(): Claim;
}

const uuidOf = (generation: string): string =>
  `${generation.repeat(8)}-5717-4562-b3fc-2c963f66afa6`;
const markerOf = (generation: string, stack = "stack"): Marker => ({
  stack,
  resource: "resource",
  generation,
  spec: "spec",
});

function createAccount(...jobs: Living[]): Account {
  const clock = createFakeClock();
  // No look begins with the process.
  clock.advance(60_000);
  const { signal } = new AbortController();
  const wire = ({ generation, status = "RUNNING", maxNodeCount = 1 }: Living): object => ({
    uuid: uuidOf(generation),
    status,
    max_node_count: maxNodeCount,
  });
  const answer = ({ pathname, query }: TransportRequest): TransportResponse => {
    const wanted = account.jobs.filter(({ generation }) =>
      `${pathname}${query}`.includes(uuidOf(generation)),
    );
    if (pathname === "/v1/compute/offers") {
      const offers = account.offers.map((hourly_rate_usd, id) => ({
        offer_id: String(id),
        pricing: { hourly_rate_usd },
      }));
      return json(200, { data: offers, total: offers.length });
    }
    if (pathname === "/v1/job-runs") {
      const runs = wanted.map(({ generation, rateUsd }) => ({
        ...{ uuid: `9${uuidOf(generation).slice(1)}`, job_uuid: uuidOf(generation) },
        ...{ status: "RUNNING", hourly_rate_usd: rateUsd },
      }));
      return json(200, { data: runs, total: runs.length });
    }
    if (pathname === "/v1/jobs") return json(200, { data: wanted.map(wire), total: wanted.length });
    const [one] = wanted;
    return one === undefined ? json(404, { message: "no such job" }) : json(200, wire(one));
  };
  const transport = (request: TransportRequest): Promise<TransportResponse> =>
    Promise.resolve(answer(request));
  const api = new ApiClient(config, { transport, clock, entropy: createFakeEntropy() });
  const board = {
    look: () => {
      account.listings += 1;
      const marked = account.jobs.map(({ generation, status = "RUNNING", stack = "stack" }) => ({
        ...{ uuid: uuidOf(generation), status, task: "PERSISTENT", createdAt: undefined },
        marker: markerOf(generation, stack),
      }));
      return Promise.resolve({ jobs: marked, complete: account.complete });
    },
  };
  const budget = createStackBudget(api, { board, clock, signal });
  const account: Account = {
    jobs,
    offers: [0.35, 0.39],
    complete: true,
    listings: 0,
    clock,
    claim: () => budget.claim(),
  };
  return account;
}

const ask = (claim: Claim, generation: string, mostUsd = 0.4): Promise<string> =>
  claim.make(markerOf(generation), mostUsd, 1).then(
    () => "bought",
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );

test("of creates that run at the same time only as many claim as fit", async () => {
  const account = createAccount();
  const verdicts = await Promise.all(["a", "b", "c"].map((each) => ask(account.claim(), each)));
  expect(verdicts).toEqual([
    "bought",
    "bought",
    "dispersed:maxStackHourlyUsd is $1.00, and it would be exceeded: 2 jobs on the way up to $0.80 " +
      "an hour, this job up to $0.40 an hour, together $1.20. Limit this job with maxHourlyUsd, end " +
      "another job, or raise dispersed:maxStackHourlyUsd.",
  ]);
});

test("a create that came to nothing makes room again", async () => {
  const account = createAccount({ generation: "e", rateUsd: 0.5 });
  const failed = account.claim();
  expect(await ask(failed, "a", 0.5)).toBe("bought");
  expect(await ask(account.claim(), "b", 0.5)).toContain("would be exceeded");
  failed.release();
  account.clock.advance(1);
  expect(await ask(account.claim(), "b", 0.5)).toBe("bought");
});

test("a job that was bought after the last listing counts although no list has shown it", async () => {
  const account = createAccount();
  const first = account.claim();
  expect(await ask(first, "a", 0.7)).toBe("bought");
  account.clock.advance(1);
  account.jobs.push({ generation: "a", rateUsd: 0.7 });
  first.release();
  expect(await ask(account.claim(), "b")).toContain("would be exceeded");
});

test("a job that ended since the last listing keeps nobody out", async () => {
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
  account.clock.advance(10_001);
  await ask(account.claim(), "c", 0.1);
  expect(account.listings).toBe(2);
});

test.each<[string, Living]>([
  ["of another stack", { generation: "a", stack: "other", rateUsd: 9 }],
  ["that has ended", { generation: "a", status: "COMPLETED", rateUsd: 9 }],
  ["that is being cancelled", { generation: "a", status: "CANCELLING", rateUsd: 9 }],
])("a job %s does not count", async (_name, job) => {
  expect(await ask(createAccount(job).claim(), "b", 1)).toBe("bought");
});

test.each<[string, Living, string]>([
  ["waits for a node counts as the dearest offer", { generation: "a", status: "PENDING" }, "$0.39"],
  ["tells no price counts as the dearest offer", { generation: "a" }, "$0.39"],
  [
    "may run on two nodes counts as the dearest offer on both",
    { generation: "a", rateUsd: 0.35, maxNodeCount: 2 },
    "$0.78",
  ],
])("a live job that %s", async (_name, job, counted) => {
  const refusal = await ask(createAccount(job).claim(), "b", 1);
  expect(refusal).toContain(`the stack's 1 live job ${counted} an hour`);
});

test("a live job of no price that no offer fits is a cap that cannot be held", async () => {
  const account = createAccount({ generation: "a" });
  account.offers = [];
  expect(await ask(account.claim(), "b", 0.1)).toContain("it cannot be held");
});

test("a list that is not complete is a cap that cannot be held", async () => {
  const account = createAccount();
  account.complete = false;
  expect(await rejection(account.claim().make(markerOf("b"), 0.1, 1))).toMatchObject({
    kind: "validation",
    message: expect.stringContaining("the list of the account's jobs is not complete") as string,
  });
});

test("a listing that failed is not shared with whoever comes later", async () => {
  const account = createAccount();
  account.complete = false;
  await ask(account.claim(), "a", 0.1);
  account.complete = true;
  expect(await ask(account.claim(), "b", 0.1)).toBe("bought");
});
