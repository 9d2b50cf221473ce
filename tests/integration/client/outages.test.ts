import { type Emulator, type Fault, type FaultPhase, startEmulator } from "../../../emulator";
import type { ApiClient } from "../../../provider/api/client";
import type { Clock } from "../../../provider/api/clock";
import { cancelJob, createJob, getJob } from "../../../provider/api/endpoints/jobs";
import { hurriedClock } from "../lifecycle/hurriedClock";
import { recordRequests } from "../lifecycle/recordRequests";
import { clientFor } from "./clientFor";
import { errorOf } from "./errorOf";
import { batchSpec } from "./jobSpecs";

const ATTEMPT_MS = 250;
let emulator: Emulator;
let api: ApiClient;

beforeEach(async () => {
  emulator = await startEmulator();
  api = clientFor(emulator, { attemptMs: ATTEMPT_MS });
});
afterEach(() => emulator.close());

type Outage = Omit<Fault, "route" | "phase">;
const outages: [string, Outage][] = [
  ["a broken connection", { action: "reset" }],
  ["silence", { action: "hang" }],
  ...[408, 500, 502, 503, 504, 520].map((status): [string, Outage] => [`a ${status}`, { status }]),
];
const phases: [FaultPhase, number][] = [
  ["before", 0],
  ["after", 1],
];
const both = outages.flatMap(([name, outage]) =>
  phases.map(([phase, jobs]) => ({ name, outage, phase, jobs })),
);

test.each(both)(
  "$name $phase the commit leaves a create ambiguous, and sent once",
  async ({ outage, phase, jobs }) => {
    emulator.failNext({ route: "POST /v1/jobs", phase, ...outage });
    const { kind } = await errorOf(createJob(api, batchSpec));
    expect({
      kind,
      posts: emulator.requests().length,
      jobs: emulator.ledger().jobs.length,
    }).toEqual({ kind: "ambiguous", posts: 1, jobs });
  },
);

test.each(both)("a read that ends in $name $phase the work is repeated", async (fault) => {
  const { uuid } = await createJob(api, batchSpec);
  const requests = recordRequests(emulator);
  emulator.failNext({ route: "GET /v1/jobs/{uuid}", phase: fault.phase, ...fault.outage });
  expect([(await getJob(api, uuid)).uuid, requests().length]).toEqual([uuid, 2]);
});

test.each(both)("a cancel that ends in $name $phase the commit is repeated", async (fault) => {
  const { uuid } = await createJob(api, batchSpec);
  const requests = recordRequests(emulator);
  emulator.failNext({ route: "PUT /v1/jobs/{uuid}/cancel", phase: fault.phase, ...fault.outage });
  expect([(await cancelJob(api, uuid))?.uuid, requests().length]).toEqual([uuid, 2]);
});

test("a collision (409) leaves a create ambiguous, and sent once", async () => {
  emulator.failNext({ route: "POST /v1/jobs", status: 409, body: "{}" });
  const { kind, status } = await errorOf(createJob(api, batchSpec));
  expect([kind, status, emulator.requests().length]).toEqual(["ambiguous", 409, 1]);
});

test.each([400, 402, 403, 404, 405, 410, 413, 415, 422])(
  "a create that is refused with %d is not repeated",
  async (status) => {
    emulator.failNext({ route: "POST /v1/jobs", status, body: "{}" });
    const { kind } = await errorOf(createJob(api, batchSpec));
    expect([kind, emulator.requests().length]).toEqual(["rejected", 1]);
  },
);

const uuid = "00000000-0000-4000-8000-000000000000";
test.each([
  ["nothing", ""],
  ["half an object", `{"uuid":"${uuid}"`],
  ["null", "null"],
  ["a list", "[]"],
  ["an empty object", "{}"],
  ["no uuid", '{"status":"PENDING"}'],
  ["a uuid that is null", '{"uuid":null,"status":"PENDING"}'],
  ["a uuid that is a path", '{"uuid":"../cancel","status":"PENDING"}'],
  ["a web page", "<html></html>"],
])("a create that is answered with %s is ambiguous, and sent once", async (_name, body) => {
  emulator.failNext({ route: "POST /v1/jobs", status: 201, body });
  const { kind } = await errorOf(createJob(api, batchSpec));
  expect([kind, emulator.requests().length]).toEqual(["ambiguous", 1]);
});

test("a read gives up after five attempts", async () => {
  emulator.failNext({ route: "GET /v1/jobs/{uuid}", count: 9 });
  const { kind, attempts, status } = await errorOf(getJob(api, uuid));
  expect([kind, attempts, status, emulator.requests().length]).toEqual(["ambiguous", 5, 503, 5]);
});

test("no two requests share a nonce, attempts of one call included", async () => {
  emulator.failNext({ route: "GET /v1/jobs/{uuid}", count: 5 });
  emulator.failNext({ route: "POST /v1/jobs", count: 3, status: 429 });
  await Promise.allSettled([getJob(api, uuid), createJob(api, batchSpec), getJob(api, uuid)]);
  const nonces = emulator.requests().map(({ nonce }) => nonce);
  expect([nonces.length > 8, new Set(nonces).size]).toEqual([true, nonces.length]);
});

describe("a 429", () => {
  let pauses: number[];
  beforeEach(() => {
    pauses = [];
    const clock: Clock = {
      ...hurriedClock,
      sleep: (delayMs, signal) => {
        pauses.push(delayMs);
        return hurriedClock.sleep(delayMs, signal);
      },
    };
    api = clientFor(emulator, { clock });
  });
  const throttle = (count: number, headers: Record<string, string> = {}): void =>
    emulator.failNext({ route: "POST /v1/jobs", status: 429, count, headers });

  test("is waited out, and one job is created", async () => {
    throttle(3);
    await createJob(api, batchSpec);
    expect([emulator.requests().length, emulator.ledger().jobs.length]).toEqual([4, 1]);
  });

  test("is waited out for at least as long as the server asks", async () => {
    throttle(3, { "Retry-After": "2" });
    await createJob(api, batchSpec);
    expect(pauses.map((pauseMs) => pauseMs >= 2_000)).toEqual([true, true, true]);
  });

  test("with a date is waited out by the server's own clock", async () => {
    throttle(1, {
      Date: "Thu, 01 Jan 2026 00:00:00 GMT",
      "Retry-After": "Thu, 01 Jan 2026 00:00:03 GMT",
    });
    await createJob(api, batchSpec);
    expect(pauses.map((pauseMs) => pauseMs >= 3_000 && pauseMs < 4_000)).toEqual([true]);
  });

  test.each(["-5", "abc", "", "1e9", "9".repeat(10_000)])(
    "with the wish %.12p is waited out as if it had none",
    async (wish) => {
      throttle(1, { "Retry-After": wish });
      await createJob(api, batchSpec);
      expect(pauses.map((pauseMs) => pauseMs >= 0 && pauseMs <= 500)).toEqual([true]);
    },
  );

  test("for ever is a refusal, and nothing was created", async () => {
    throttle(100);
    const { kind, status } = await errorOf(createJob(api, batchSpec));
    expect([kind, status, emulator.ledger().jobs.length]).toEqual(["rejected", 429, 0]);
  });
});
