// Services that cannot be reached. Where the system's resolver fails, it fails as it does without a network.
import dns from "node:dns";

import { type Emulator, startEmulator } from "../../../emulator";
import { createJob } from "../../../provider/api/endpoints/jobs";
import { scaledClock } from "../../support/scaledClock";
import { clientFor } from "../../support/clientFor";
import { errorOf } from "./errorOf";
import { batchSpec } from "./jobSpecs";
import { recordPauses } from "./recordPauses";

let emulator: Emulator;
const { lookup } = dns;

beforeEach(async () => {
  emulator = await startEmulator();
});
afterEach(async () => {
  dns.lookup = lookup;
  await emulator.close();
});

/** Makes this many look-ups of any name fail with the code. */
function failLookups(count: number, code: string): void {
  let left = count;
  const failing = (...args: unknown[]): void => {
    left -= 1;
    if (left < 0) {
      Reflect.apply(lookup, dns, args);
      return;
    }
    const callback = args.at(-1) as (error: Error) => void;
    process.nextTick(callback, Object.assign(new Error(code), { code }));
  };
  dns.lookup = failing as typeof lookup;
}

/** By name: an address needs no resolver. */
const named = (): Emulator => ({
  ...emulator,
  url: emulator.url.replace("127.0.0.1", "localhost"),
});

test("A01: a name that is not found twice is asked for a third time, and buys one job", async () => {
  failLookups(2, "ENOTFOUND");
  const nonces: unknown[] = [];
  const api = clientFor(named(), { onAttempt: ({ headers }) => nonces.push(headers["x-nonce"]) });
  const { uuid } = await createJob(api, batchSpec);
  expect([nonces.length, new Set(nonces).size, emulator.requests().length]).toEqual([3, 3, 1]);
  expect(emulator.ledger().jobs.map((job) => job.uuid)).toEqual([uuid]);
});

test("A02: a resolver that never answers ends a create within a minute, and nothing was sent", async () => {
  failLookups(1_000, "EAI_AGAIN");
  const { clock, pauses } = recordPauses();
  const { kind, message } = await errorOf(createJob(clientFor(named(), { clock }), batchSpec));
  expect([kind, message]).toEqual([
    "notSent",
    `POST /v1/jobs: ${named().url} cannot be reached after 5 attempts (EAI_AGAIN). Nothing was sent.`,
  ]);
  expect(pauses.reduce((sum, pauseMs) => sum + pauseMs, 0)).toBeLessThan(60_000);
  expect(emulator.ledger()).toMatchObject({ requests: 0, jobs: [] });
});

test("A03: a service that refuses three connections and then comes back gets one create", async () => {
  const { url, publicKey, secretKey } = emulator;
  const account = { url, publicKey, secretKey };
  await emulator.close();
  let pauses = 0;
  const clock = {
    ...scaledClock,
    sleep: async () => {
      pauses += 1;
      if (pauses < 3) return;
      emulator = await startEmulator({ port: Number(new URL(url).port), keys: [account] });
    },
  };
  const { uuid } = await createJob(clientFor(account, { clock }), batchSpec);
  const { requests, jobs } = emulator.ledger();
  expect([pauses, requests, jobs.map((job) => job.uuid)]).toEqual([3, 1, [uuid]]);
});
