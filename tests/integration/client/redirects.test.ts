import { type Emulator, startEmulator } from "../../../emulator";
import { createJob, getJob } from "../../../provider/api/endpoints/jobs";
import { clientFor } from "./clientFor";
import { errorOf } from "./errorOf";
import { batchSpec } from "./jobSpecs";
import { type OwnServer, startOwnServer } from "./ownServer";

let emulator: Emulator;
let elsewhere: OwnServer;

beforeAll(async () => {
  emulator = await startEmulator();
  elsewhere = await startOwnServer((_request, response) => response.end("{}"));
});
afterAll(() => Promise.all([emulator.close(), elsewhere.close()]));

const redirects = [301, 302, 303, 307, 308];

test.each(redirects)("a %d in answer to a create is a refusal and not followed", async (status) => {
  const Location = `${elsewhere.url}/v1/jobs`;
  emulator.failNext({ route: "POST /v1/jobs", status, headers: { Location } });
  const { kind } = await errorOf(createJob(clientFor(emulator), batchSpec));
  expect([kind, elsewhere.requests()]).toEqual(["rejected", 0]);
});

test.each(redirects)("a %d to the same server is not followed either", async (status) => {
  const Location = `${emulator.url}/v1/jobs`;
  const before = emulator.requests().length;
  emulator.failNext({ route: "POST /v1/jobs", status, headers: { Location } });
  await errorOf(createJob(clientFor(emulator), batchSpec));
  expect([emulator.requests().length - before, emulator.ledger().jobs.length]).toEqual([1, 0]);
});

test.each(redirects)("a %d in answer to a read is not followed", async (status) => {
  const Location = `${elsewhere.url}/v1/jobs`;
  emulator.failNext({ route: "GET /v1/jobs/{uuid}", status, headers: { Location } });
  await errorOf(getJob(clientFor(emulator), "00000000-0000-4000-8000-000000000000"));
  expect(elsewhere.requests()).toBe(0);
});
