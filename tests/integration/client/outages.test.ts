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

const repeated: [string, string, (uuid: string) => Promise<unknown>][] = [
  ["read", "GET /v1/jobs/{uuid}", (uuid) => getJob(api, uuid)],
  ["cancel", "PUT /v1/jobs/{uuid}/cancel", (uuid) => cancelJob(api, uuid)],
];

describe.each(repeated)("a %s", (_name, route, send) => {
  test.each(both)("that ends in $name $phase the work is repeated", async ({ phase, outage }) => {
    const { uuid } = await createJob(api, batchSpec);
    const requests = recordRequests(emulator);
    emulator.failNext({ route, phase, ...outage });
    expect([await send(uuid), requests().length]).toMatchObject([{ uuid }, 2]);
  });
});

test.each<[string, string, number?]>([
  ["a collision (409)", "{}", 409],
  ["null", "null"],
  ["a list", "[]"],
  ["an empty object", "{}"],
  ["no uuid", '{"status":"PENDING"}'],
  ["a uuid that is null", '{"uuid":null,"status":"PENDING"}'],
  ["a uuid that is a path", '{"uuid":"../cancel","status":"PENDING"}'],
  ["a web page", "<html></html>"],
])("a create that is answered with %s is ambiguous, and sent once", async (...row) => {
  const [, body, status = 201] = row;
  emulator.failNext({ route: "POST /v1/jobs", status, body });
  const { kind } = await errorOf(createJob(api, batchSpec));
  expect([kind, emulator.requests().length]).toEqual(["ambiguous", 1]);
});

test("a read gives up after five attempts", async () => {
  emulator.failNext({ route: "GET /v1/jobs/{uuid}", count: 9 });
  const { kind, attempts, status } = await errorOf(
    getJob(api, "00000000-0000-4000-8000-000000000000"),
  );
  expect([kind, attempts, status, emulator.requests().length]).toEqual(["ambiguous", 5, 503, 5]);
});
