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

const statuses = [301, 302, 303, 307, 308];
const targets: readonly [string, () => string][] = [
  ["another host", () => `${elsewhere.url}/v1/jobs`],
  ["another host without a scheme", () => `${elsewhere.url.replace("http:", "")}/v1/jobs`],
  ["the same host", () => `${emulator.url}/v1/jobs`],
  ["a path", () => "/v1/jobs"],
  ["a file", () => "file:///etc/passwd"],
];
const all = statuses.flatMap((status) =>
  targets.map(([where, target]) => ({ status, where, target })),
);

test.each(all)("G17: a $status to $where refuses a create", async ({ status, target }) => {
  const before = emulator.ledger();
  emulator.failNext({ route: "POST /v1/jobs", status, headers: { Location: target() } });
  const { kind } = await errorOf(createJob(clientFor(emulator), batchSpec));
  const { requests, jobs } = emulator.ledger();
  expect([kind, requests - before.requests, jobs.length, connections]).toEqual([
    "rejected",
    1,
    0,
    0,
  ]);
});

test.each(all)("G17: a $status to $where refuses a read", async ({ status, target }) => {
  const before = emulator.ledger().requests;
  emulator.failNext({ route: "GET /v1/jobs/{uuid}", status, headers: { Location: target() } });
  const { kind } = await errorOf(
    getJob(clientFor(emulator), "00000000-0000-4000-8000-000000000000"),
  );
  expect([kind, emulator.ledger().requests - before, connections]).toEqual(["rejected", 1, 0]);
});
