import { type Emulator, startEmulator } from "../../../emulator";
import type { ApiClient } from "../../../provider/api/http/client";
import { createJob } from "../../../provider/api/endpoints/jobs";
import { clientFor } from "../../support/clientFor";
import { errorOf } from "./errorOf";
import { batchSpec } from "./jobSpecs";
import { recordPauses } from "./recordPauses";

let emulator: Emulator;
let api: ApiClient;
let pauses: readonly number[];

beforeEach(async () => {
  emulator = await startEmulator();
  const recorded = recordPauses();
  pauses = recorded.pauses;
  api = clientFor(emulator, { clock: recorded.clock });
});
afterEach(() => emulator.close());

const throttle = (count: number, headers: Record<string, string> = {}): void =>
  emulator.failNext({ route: "POST /v1/jobs", status: 429, count, headers });
/** Requests, and jobs made. */
const cost = (): [number, number] => [emulator.requests().length, emulator.ledger().jobs.length];

test("A13: three 429s are each waited out as long as Retry-After asks, and buy one job", async () => {
  throttle(3, { "Retry-After": "2" });
  await createJob(api, batchSpec);
  expect(pauses.map((pauseMs) => pauseMs >= 2_000)).toEqual([true, true, true]);
  expect(cost()).toEqual([4, 1]);
});

test("A14: a date to wait for is measured by the answer's own clock", async () => {
  const tenMinutesAgo = Math.floor(Date.now() / 1000) * 1000 - 600_000;
  throttle(1, {
    Date: new Date(tenMinutesAgo).toUTCString(),
    "Retry-After": new Date(tenMinutesAgo + 3_000).toUTCString(),
  });
  await createJob(api, batchSpec);
  expect(pauses.map((pauseMs) => pauseMs >= 3_000 && pauseMs < 4_000)).toEqual([true]);
  expect(cost()).toEqual([2, 1]);
});

test("A15: a Retry-After of eleven days ends the create at once, and nothing is bought", async () => {
  throttle(1, { "Retry-After": "999999" });
  const { kind, status } = await errorOf(createJob(api, batchSpec));
  expect([kind, status, pauses, cost()]).toEqual(["rejected", 429, [], [1, 0]]);
});

test("A16: a 429 without an end is a refusal after twelve requests, and nothing is bought", async () => {
  throttle(100);
  const { kind, status } = await errorOf(createJob(api, batchSpec));
  expect([kind, status, cost()]).toEqual(["rejected", 429, [12, 0]]);
});
