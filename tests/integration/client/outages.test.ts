import { type Emulator, type Fault, type FaultPhase, startEmulator } from "../../../emulator";
import type { ApiClient } from "../../../provider/api/http/client";
import { cancelJob, createJob, getJob } from "../../../provider/api/endpoints/jobs";
import { recordRequests } from "../../support/lifecycle/recordRequests";
import { clientFor } from "../../support/clientFor";
import { errorOf } from "./errorOf";
import { batchSpec } from "./jobSpecs";

let emulator: Emulator;
let api: ApiClient;

beforeEach(async () => {
  emulator = await startEmulator();
  api = clientFor(emulator, { attemptMs: 250 });
});
afterEach(() => emulator.close());

// unit/api/http/client has the statuses that do not say what was done.
const outages: readonly (readonly [string, Omit<Fault, "route" | "phase">])[] = [
  ["a broken connection", { action: "reset" }],
  ["silence", { action: "hang" }],
  ["a 503", { status: 503 }],
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
    const { requests, jobs: made } = emulator.ledger();
    expect([kind, requests, made.length]).toEqual(["ambiguous", 1, jobs]);
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
