import { type Emulator, startEmulator } from "../../../emulator";
import { createJob } from "../../../provider/api/endpoints/jobs";
import { clientFor } from "../../support/clientFor";
import { batchSpec } from "./jobSpecs";
import { type OwnServer, startOwnServer } from "../../support/ownServer";

const names = ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"].flatMap((name) => [
  name,
  name.toLowerCase(),
]);
const before = { ...process.env };
let emulator: Emulator;
let proxy: OwnServer;
let connections = 0;

beforeAll(async () => {
  emulator = await startEmulator();
  proxy = await startOwnServer((_request, response) => response.end("{}"));
  proxy.onConnection(() => (connections += 1));
  for (const name of names) process.env[name] = proxy.url;
  process.env["NO_PROXY"] = "";
  process.env["no_proxy"] = "";
});
afterAll(async () => {
  process.env = before;
  await Promise.all([emulator.close(), proxy.close()]);
});

test("G18: a proxy that the environment names gets neither the request nor the key", async () => {
  await createJob(clientFor(emulator), batchSpec);
  expect([emulator.ledger().jobs.length, connections]).toEqual([1, 0]);
});
