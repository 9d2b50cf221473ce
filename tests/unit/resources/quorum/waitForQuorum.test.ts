import { createPoller } from "../../../../provider/api/polling/poller";
import type { ResourceEffects } from "../../../../provider/resources/contract/effects";
import type { JobDetailsSnapshot } from "../../../../provider/resources/account/fetchJobs";
import {
  waitForQuorum,
  type QuorumWait,
} from "../../../../provider/resources/quorum/waitForQuorum";
import { jobQuorumDefinition } from "../../../../provider/resources/quorum/jobQuorum";
import { createObservedJobs } from "../../../../provider/resources/account/observedJobs";
import { createFakeClock, createFakeEntropy, plain, rejection } from "../../../support/fakes";
import { createService, job, notFound, uuid, type Answers } from "../../../support/scriptedService";

/** The status of each job by its uuid, at the time of a look in milliseconds. */
type Statuses = (uuid: string, nowMs: number) => string;

const MINUTE_MS = 60_000;

/** What is seen of jobs with these statuses, `count` of them. */
async function wait(
  statuses: Statuses,
  count: number,
  goal: { need: number; graceMs?: number },
  /** What a list of several jobs waits for, before it is answered. */
  answered: (uuids: readonly string[]) => Promise<unknown> = () => Promise.resolve(),
): Promise<{ readonly decision: QuorumWait["decision"]; kinds: string; elapsedMs: number }> {
  const clock = createFakeClock();
  const snapshot = (uuid: string): JobDetailsSnapshot =>
    ({
      job: { uuid, status: statuses(uuid, clock.monotonicMs()), task: "BATCH" },
    }) as JobDetailsSnapshot;
  const jobs = createPoller<JobDetailsSnapshot>({
    clock,
    entropy: createFakeEntropy(),
    observe: (uuid) => Promise.resolve(snapshot(uuid)),
    observeMany: async (uuids) => {
      await answered(uuids);
      return new Map(uuids.map((uuid) => [uuid, snapshot(uuid)]));
    },
  });
  const log = { status: () => undefined };
  const signal = new AbortController().signal;
  const observedJobs = createObservedJobs(clock);
  const shared = { clock, jobPoller: jobs, log, observedJobs, signal };
  const effects = shared as unknown as ResourceEffects;
  const entries = Array.from({ length: count }, (_, index) => [`w-${index}`, { uuid: `${index}` }]);
  const { decision, members } = await waitForQuorum(
    effects,
    Object.fromEntries(entries) as Record<string, { uuid: string }>,
    { graceMs: 0, waitFor: "running", ...goal },
    10 * MINUTE_MS,
  );
  const kinds = [...members.values()].map(({ kind }) => kind.slice(0, 1)).join("");
  return { decision, kinds, elapsedMs: clock.monotonicMs() };
}

test("all that one request has shown counts, not just as many as are needed", async () => {
  const { decision, kinds } = await wait(() => "RUNNING", 3, { need: 1 });
  expect([decision, kinds]).toEqual(["met", "rrr"]);
});

test("no job is called late before it was read", async () => {
  // More than fit into one look; the second is slower.
  const slowly = async (uuids: readonly string[]): Promise<void> => {
    for (let turn = 0; turn < 20 && !uuids.includes("0"); turn += 1) {
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  const { decision, kinds } = await wait(() => "RUNNING", 60, { need: 1 }, slowly);
  expect([decision, kinds]).toEqual(["met", "r".repeat(60)]);
});

test("the others have their grace from when enough were ready, to the millisecond", async () => {
  let foundMs: number | undefined;
  const statuses: Statuses = (uuid, nowMs) => {
    if (uuid !== "0" || nowMs < MINUTE_MS) return "PENDING";
    foundMs ??= nowMs;
    return "RUNNING";
  };
  const graceMs = 50;
  const { decision, kinds, elapsedMs } = await wait(statuses, 2, { need: 1, graceMs });
  expect([decision, kinds, elapsedMs]).toEqual(["met", "rl", (foundMs ?? 0) + graceMs]);
});

test("a grace begins anew when a ready job is lost", async () => {
  // Ready for ten seconds, and again from the third minute on.
  const statuses: Statuses = (uuid, nowMs) =>
    uuid === "0" && (nowMs < 10_000 || nowMs >= 3 * MINUTE_MS) ? "RUNNING" : "PENDING";
  const { decision, elapsedMs } = await wait(statuses, 2, { need: 1, graceMs: MINUTE_MS });
  expect([decision, elapsedMs >= 4 * MINUTE_MS]).toEqual(["met", true]);
});

describe("a member that answers 404", () => {
  const members = { "w-0": { uuid } };
  const goal = { need: 1, graceMs: 0, waitFor: "running" } as const;
  const waitFor = async (
    answers: Answers,
  ): Promise<QuorumWait & { service: ReturnType<typeof createService> }> => {
    const service = createService(answers);
    const wait = await waitForQuorum(service.effects, members, goal, 10 * MINUTE_MS);
    return { ...wait, service };
  };

  test("is late for as long as nothing proves that it is gone", async () => {
    const { decision, members } = await waitFor({ get: [notFound], look: [plain(500, "")] });
    expect([decision, members.get("w-0")?.kind]).toEqual(["late", "late"]);
  });

  test("is borne for a minute from when it was last read, not from the start", async () => {
    const pending = Array.from({ length: 60 }, () => job("PENDING"));
    const get = [...pending, notFound, notFound, job("RUNNING")];
    const { decision, service } = await waitFor({ get });
    expect(decision).toBe("met");
    expect(service.clock.monotonicMs()).toBeGreaterThan(MINUTE_MS);
    expect(service.asked).not.toContain("look");
  });

  test("is failed when it is proven gone, and the wait is over", async () => {
    const { decision, service } = await waitFor({ get: [notFound] });
    expect(decision).toBe("unreachable");
    expect(service.clock.monotonicMs()).toBeGreaterThan(MINUTE_MS);
    expect(service.clock.monotonicMs()).toBeLessThan(2 * MINUTE_MS);
  });
});

describe("a member that a read does not find", () => {
  const state = (fields: object): Record<string, unknown> => ({
    jobs: { "w-0": { uuid } },
    waitFor: "completed",
    apiOrigin: "https://api.example.com",
    ready: [],
    late: ["w-0"],
    failed: [],
    statuses: {},
    ...fields,
  });
  const read = async (answers: Answers, fields: object = {}): Promise<unknown> => {
    const { effects } = createService(answers);
    return (await jobQuorumDefinition.read(effects, "quorum-a", state(fields)))?.outputs;
  };

  test("is failed when it is proven gone", async () => {
    expect(await read({ get: [notFound] })).toMatchObject({
      failed: ["w-0"],
      statuses: { "w-0": "NOT_FOUND" },
    });
  });

  test("stays ready where it had completed before", async () => {
    const seen = { ready: ["w-0"], late: [], statuses: { "w-0": "COMPLETED" } };
    expect(await read({ get: [notFound] }, seen)).toMatchObject(seen);
  });

  test("leaves the state unchanged where nothing proves that it is gone", async () => {
    const error = await rejection(read({ get: [notFound], look: [plain(500, "")] }));
    expect(String(error)).toMatch(
      /nothing proves that the job is gone: .* The state is unchanged\./,
    );
  });
});
