import { type Emulator, startEmulator } from "../../../emulator";
import { createJob, getJob } from "../../../provider/api/endpoints/jobs";
import { clientFor } from "../../support/clientFor";
import { errorOf } from "./errorOf";
import { batchSpec } from "./jobSpecs";
import { type OwnServer, startOwnServer } from "../../support/ownServer";

let emulator: Emulator;
let elsewhere: OwnServer;
let connections = 0;

beforeAll(async () => {
  emulator = await startEmulator();
  elsewhere = await startOwnServer((_request, response) => response.end("{}"));
  elsewhere.onConnection(() => (connections += 1));
});
afterAll(() => Promise.all([emulator.close(), elsewhere.close()]));

test.each([
  { status: 303, where: "another host", target: () => `${elsewhere.url}/v1/jobs` },
  { status: 307, where: "another host", target: () => `${elsewhere.url}/v1/jobs` },
  { status: 308, where: "a path", target: () => "/v1/jobs" },
])("G17: a $status to $where refuses a create and a read", async ({ status, target }) => {
  const api = clientFor(emulator);
  const before = emulator.ledger().requests;
  const headers = { Location: target() };
  emulator.failNext({ route: "POST /v1/jobs", status, headers });
  emulator.failNext({ route: "GET /v1/jobs/{uuid}", status, headers });
  const kinds = [
    (await errorOf(createJob(api, batchSpec))).kind,
    (await errorOf(getJob(api, "00000000-0000-4000-8000-000000000000"))).kind,
  ];
  const { requests, jobs } = emulator.ledger();
  expect([kinds, requests - before, jobs, connections]).toEqual([
    ["rejected", "rejected"],
    2,
    [],
    0,
  ]);
});
