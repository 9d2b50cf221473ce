// What a server can check about every request: what was signed is what came.
import { createHash, createHmac } from "node:crypto";
import http, { type IncomingMessage } from "node:http";

import { createManualClock, type Emulator, startEmulator } from "../../../emulator";
import { systemClock } from "../../../provider/api/clock";
import { canListJobs, createJob, getJob } from "../../../provider/api/endpoints/jobs";
import { scaledClock } from "../../support/scaledClock";
import { clientFor } from "../../support/clientFor";
import { batchSpec } from "./jobSpecs";
import { type OwnServer, startOwnServer } from "../../support/ownServer";

jest.setTimeout(60_000);
const uuid = "00000000-0000-4000-8000-000000000000";
let emulator: Emulator;
let between: OwnServer | undefined;

beforeEach(async () => {
  emulator = await startEmulator();
});
afterEach(async () => {
  await between?.close();
  between = undefined;
  await emulator.close();
});

/** A request as it came over the wire. */
interface Arrival {
  readonly request: IncomingMessage;
  readonly body: Buffer;
}

/** A proxy before the emulator that records requests and forwards each this many times. */
async function standBetween(copies: number): Promise<readonly Arrival[]> {
  const arrivals: Arrival[] = [];
  between = await startOwnServer((request, response) => {
    const received: Buffer[] = [];
    request.on("data", (bytes: Buffer) => received.push(bytes));
    request.on("end", () => {
      const body = Buffer.concat(received);
      arrivals.push({ request, body });
      void (async () => {
        const first = await sendOn(request, body);
        for (let copy = 1; copy < copies; copy += 1) await sendOn(request, body);
        response.writeHead(first.status, first.headers).end(first.body);
      })();
    });
  });
  return arrivals;
}

function sendOn(
  { url = "", method, headers }: IncomingMessage,
  body: Buffer,
): Promise<{ status: number; headers: http.IncomingHttpHeaders; body: Buffer }> {
  return new Promise((resolve, reject) => {
    const onward = http.request(`${emulator.url}${url}`, { method, headers });
    onward.on("error", reject);
    onward.on("response", (answer) => {
      const received: Buffer[] = [];
      answer.on("data", (bytes: Buffer) => received.push(bytes));
      answer.on("end", () =>
        resolve({
          status: answer.statusCode ?? 500,
          headers: { "content-type": "application/json", date: answer.headers.date },
          body: Buffer.concat(received),
        }),
      );
    });
    onward.end(body);
  });
}

const account = (): { url: string; publicKey: string; secretKey: string } => ({
  url: between?.url ?? emulator.url,
  publicKey: emulator.publicKey,
  secretKey: emulator.secretKey,
});

/** The signature over the very bytes that came. */
function signatureOverBytes({ request, body }: Arrival): string {
  const { headers, method = "", url = "" } = request;
  const [pathname = "", query = ""] = url.split("?");
  const bodyHash = createHash("sha256").update(body).digest("hex");
  const parts = [headers["x-api-key"], headers["x-time"], headers["x-nonce"]];
  const signed = [...parts, method, pathname, query, bodyHash].map(String).join("|");
  return createHmac("sha256", emulator.secretKey).update(signed).digest("hex");
}

test("G05: the bytes that arrive and the JSON that they mean carry the same signature", async () => {
  const arrivals = await standBetween(1);
  const api = clientFor(account());
  const env = { Z: "é 💾 \u2028 \u007f", "\uff5e": "1", "😀": '"\\/' };
  const created = await createJob(api, {
    ...batchSpec,
    container: { ...batchSpec.container, env },
    minVramGb: 0.1,
  });
  await getJob(api, created.uuid);
  await canListJobs(api);
  expect(arrivals.map(({ request }) => request.headers["x-signature"])).toEqual(
    arrivals.map(signatureOverBytes),
  );
  // The emulator makes its signature from the parsed JSON.
  expect(emulator.requests().map(({ status }) => status)).toEqual([201, 200, 200]);
});

test.each([
  [[["filter[uuid]", uuid]]],
  [[["filter[title]", "a b"]]],
  [[["filter[title]", "+ & = % * ' ( ) ~ / ! ; : @ , ? #"]]],
  [[["filter[title]", "é 💾 \u007f \u2028"]]],
  [
    [
      ["filter[title]", "\uff5e"],
      ["filter[title]", "😀"],
      ["filter[title]", ""],
    ],
  ],
  [
    [
      ["~*", "%2F%"],
      ["a&b=c", ""],
      ["", "x"],
    ],
  ],
] as const)("G04: a server that reads the query %p finds what was signed", async (query) => {
  const arrivals = await standBetween(1);
  const call = clientFor(account()).call({
    endpoint: "GET /v1/jobs",
    method: "GET",
    pathname: "/v1/jobs",
    query,
    repeatable: true,
  });
  // Some of these filters the API does not know; that is not the signature's fault.
  await call.catch(() => undefined);
  expect(arrivals.map(({ request }) => request.headers["x-signature"])).toEqual(
    arrivals.map(signatureOverBytes),
  );
  expect(emulator.requests().map(({ status }) => status !== 401)).toEqual([true]);
});

test("G10: a thousand requests at once have a thousand nonces", async () => {
  // Not scaled: the last one waits longest, and has a deadline too.
  const api = clientFor(account(), { maxConcurrency: 32, clock: systemClock });
  await Promise.all(Array.from({ length: 1_000 }, () => canListJobs(api)));
  const nonces = new Set(emulator.requests().map(({ nonce }) => nonce));
  const statuses = new Set(emulator.requests().map(({ status }) => status));
  expect([nonces.size, [...statuses]]).toEqual([1_000, [200]]);
});

test("G11: no two attempts share a nonce or a signature", async () => {
  const arrivals = await standBetween(1);
  const api = clientFor(account());
  emulator.failNext({ route: "GET /v1/jobs/{uuid}", count: 3 });
  emulator.failNext({ route: "POST /v1/jobs", count: 3, status: 429 });
  await Promise.allSettled([getJob(api, uuid), createJob(api, batchSpec), canListJobs(api)]);
  const distinct = (header: string): number =>
    new Set(arrivals.map(({ request }) => request.headers[header])).size;
  expect([arrivals.length, distinct("x-nonce"), distinct("x-signature")]).toEqual([9, 9, 9]);
});

test("G12: a create that the network delivers twice buys one job, and does not fail", async () => {
  await standBetween(2);
  const { uuid: made } = await createJob(clientFor(account()), batchSpec);
  expect(emulator.requests().map(({ status }) => status)).toEqual([201, 401]);
  expect(emulator.ledger().jobs.map((job) => job.uuid)).toEqual([made]);
});

test("G13: a create that queued for ten minutes is signed when it leaves, and accepted", async () => {
  await emulator.close();
  const time = createManualClock();
  const delayMs = 600_000;
  emulator = await startEmulator({
    clock: {
      now: () => time.now(),
      // The clock skips the ten minutes as soon as they are waited for.
      after: (ms, callback) => {
        if (ms === delayMs) setImmediate(() => time.advance(delayMs));
        return time.after(ms, callback);
      },
    },
    faults: [{ route: "GET /v1/jobs", action: "delay", ms: delayMs }],
  });
  const clock = { ...scaledClock, nowMs: () => time.now() };
  const api = clientFor(account(), { clock, maxConcurrency: 1 });
  const start = time.now();
  await Promise.all([canListJobs(api), createJob(api, batchSpec)]);
  expect(time.now() - start).toBe(delayMs);
  expect(emulator.requests().map(({ status }) => status)).toEqual([200, 201]);
});
