import { type Emulator, type Fault, type FaultPhase, startEmulator } from "../../../emulator";
import type { ApiClient } from "../../../provider/api/http/client";
import { cancelJob, createJob, getJob } from "../../../provider/api/endpoints/jobs";
import { recordRequests } from "../../support/lifecycle/recordRequests";
import { clientFor } from "../../support/clientFor";
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
