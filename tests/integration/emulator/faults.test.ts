import { createManualClock, type Emulator, startEmulator } from "../../../emulator";
import { persistentJob } from "./jobBodies";
import { type Caller, control, createCaller } from "./signedRequest";

const clock = createManualClock();
let emulator: Emulator;
let call: Caller;

beforeEach(async () => {
  emulator = await startEmulator({ clock });
  call = createCaller(emulator, () => clock.now());
});
afterEach(() => emulator.close());

const create = () => call("POST", "/v1/jobs", persistentJob());

test("a fault answers with the status, headers and body that were ordered", async () => {
  await control(emulator, "next", {
    route: "POST /v1/jobs",
    status: 429,
    headers: { "Retry-After": "7" },
    body: '{"slow":"down"}',
  });
  const answer = await create();
  expect([answer.status, answer.headers.get("retry-after"), answer.body]).toEqual([
    429,
    "7",
    { slow: "down" },
  ]);
});

test("a fault before the handler leaves nothing behind", async () => {
  emulator.failNext({ route: "POST /v1/jobs", body: "{}" });
  await create();
  expect(emulator.ledger().jobs).toEqual([]);
});

test("a fault after the handler leaves its work behind", async () => {
  emulator.failNext({ route: "POST /v1/jobs", phase: "after", status: 504, body: "{}" });
  const answer = await create();
  expect([answer.status, emulator.ledger().jobs.length]).toEqual([504, 1]);
});

test("a fault strikes as often as was ordered", async () => {
  emulator.failNext({ route: "POST /v1/jobs", count: 2, body: "{}" });
  const answers = [await create(), await create(), await create()];
  expect(answers.map(({ status }) => status)).toEqual([503, 503, 201]);
});

test("faults of one route strike in the order they were given", async () => {
  emulator.failNext({ route: "POST /v1/jobs", status: 500, body: "{}" });
  emulator.failNext({ route: "POST /v1/jobs", status: 502, body: "{}" });
  const answers = [await create(), await create()];
  expect(answers.map(({ status }) => status)).toEqual([500, 502]);
});

test("a fault spares other routes", async () => {
  emulator.failNext({ route: "GET /v1/jobs/{uuid}", body: "{}" });
  expect((await call("GET", "/v1/jobs")).status).toBe(200);
});

test("a fault uses up the nonce of its request", async () => {
  const nonce = "5".repeat(32);
  emulator.failNext({ route: "GET /v1/jobs", body: "{}" });
  await call("GET", "/v1/jobs", undefined, { nonce });
  const answer = await call("GET", "/v1/jobs", undefined, { nonce });
  expect(answer).toMatchObject({ status: 401, body: { error: { code: "nonce_reused" } } });
});

test("a reset breaks the connection", async () => {
  emulator.failNext({ route: "POST /v1/jobs", action: "reset" });
  const failure = await create().catch((error: unknown) => (error as Error).cause);
  expect(failure).toMatchObject({ code: "ECONNRESET" });
});

test("a reset after the handler leaves its work behind", async () => {
  emulator.failNext({ route: "POST /v1/jobs", action: "reset", phase: "after" });
  await expect(create()).rejects.toThrow();
  expect(emulator.ledger().jobs).toHaveLength(1);
});

test("a hanging request ends only with the emulator", async () => {
  emulator.failNext({ route: "POST /v1/jobs", action: "hang", phase: "after" });
  const failure = expect(create()).rejects.toThrow();
  // The ledger is asked over HTTP until the hanging request has arrived and committed.
  while (emulator.ledger().jobs.length === 0) {
    await fetch(`${emulator.url}/_emulator/ledger`);
  }
  await emulator.close();
  await failure;
});

test("a request without an answer has no status in the log", async () => {
  emulator.failNext({ route: "POST /v1/jobs", action: "reset" });
  await expect(create()).rejects.toThrow();
  expect(emulator.requests()).toMatchObject([{ status: null }]);
});

test("a fault for a route that does not exist is refused", async () => {
  const answer = await control(emulator, "next", { route: "PATCH /v1/jobs" });
  expect(answer).toMatchObject({ status: 422, body: { error: { code: "validation_failed" } } });
});
