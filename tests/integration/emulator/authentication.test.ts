import { createManualClock, type Emulator, startEmulator } from "../../../emulator";
import { batchJob, persistentJob } from "./jobBodies";
import { type Caller, createCaller } from "./signedRequest";

const clock = createManualClock();
const otherKeys = { publicKey: "pk_other", secretKey: "sk_other" };
let emulator: Emulator;
let call: Caller;

beforeAll(async () => {
  emulator = await startEmulator({
    clock,
    keys: [{ publicKey: "pk_x", secretKey: "sk_x" }, otherKeys],
  });
  call = createCaller(emulator, () => clock.now());
});
afterAll(() => emulator.close());

test("a correctly signed request is answered", async () => {
  expect((await call("GET", "/v1/jobs")).status).toBe(200);
});

test.each(["X-API-Key", "X-Time", "X-Nonce", "X-Signature"])(
  "a request without %s is refused",
  async (name) => {
    const answer = await call("GET", "/v1/jobs", undefined, { headers: { [name]: null } });
    expect(answer).toMatchObject({
      status: 401,
      body: { error: { code: "missing_header", message: `${name} is missing.` } },
    });
  },
);

test.each([
  ["X-Nonce", "a".repeat(16)],
  ["X-Nonce", "A".repeat(32)],
  ["X-Time", "2026-01-01"],
  ["X-Signature", "abc"],
])("a malformed %s (%s) is refused", async (name, value) => {
  const answer = await call("GET", "/v1/jobs", undefined, { headers: { [name]: value } });
  expect(answer).toMatchObject({ status: 401, body: { error: { code: "malformed_header" } } });
});

test("an unknown key is refused", async () => {
  const keys = { publicKey: "pk_stranger", secretKey: "sk_x" };
  const answer = await call("GET", "/v1/jobs", undefined, { keys });
  expect(answer).toMatchObject({ status: 401, body: { error: { code: "unknown_key" } } });
});

test.each([-300_001, 300_001])("a time %d ms away is refused", async (skewMs) => {
  const answer = await call("GET", "/v1/jobs", undefined, { atMs: clock.now() + skewMs });
  expect(answer).toMatchObject({ status: 401, body: { error: { code: "clock_skew" } } });
});

test.each([-300_000, 300_000])("a time %d ms away is accepted", async (skewMs) => {
  const answer = await call("GET", "/v1/jobs", undefined, { atMs: clock.now() + skewMs });
  expect(answer.status).toBe(200);
});

test("a nonce that was used before is refused", async () => {
  const nonce = "1".repeat(32);
  await call("GET", "/v1/jobs", undefined, { nonce });
  const answer = await call("GET", "/v1/jobs", undefined, { nonce });
  expect(answer).toMatchObject({ status: 401, body: { error: { code: "nonce_reused" } } });
});

test("a request that failed its signature does not use up its nonce", async () => {
  const nonce = "2".repeat(32);
  await call("GET", "/v1/jobs", undefined, { nonce, signedQuery: "page=9" });
  expect((await call("GET", "/v1/jobs", undefined, { nonce })).status).toBe(200);
});

test("a nonce is forgotten after a day", async () => {
  const nonce = "3".repeat(32);
  await call("GET", "/v1/jobs", undefined, { nonce });
  clock.advance(24 * 60 * 60 * 1000);
  expect((await call("GET", "/v1/jobs", undefined, { nonce })).status).toBe(200);
});

test("a wrong secret is refused", async () => {
  const keys = { publicKey: "pk_x", secretKey: "sk_wrong" };
  const answer = await call("GET", "/v1/jobs", undefined, { keys });
  expect(answer).toMatchObject({ status: 401, body: { error: { code: "bad_signature" } } });
});

test("a query that was not signed is refused", async () => {
  const answer = await call("GET", "/v1/jobs?limit=50", undefined, { signedQuery: "limit=10" });
  expect(answer).toMatchObject({ status: 401, body: { error: { code: "bad_signature" } } });
});

test("a query may be sent in another order than it was signed in", async () => {
  const answer = await call("GET", "/v1/jobs?page=1&limit=20", undefined, {
    signedQuery: "limit=20&page=1",
  });
  expect(answer.status).toBe(200);
});

test("a body that was not signed is refused", async () => {
  const answer = await call("POST", "/v1/jobs", batchJob(), { signedBody: "{}" });
  expect(answer).toMatchObject({ status: 401, body: { error: { code: "bad_signature" } } });
});

test("no refusal repeats the secret", async () => {
  const answer = await call("GET", "/v1/jobs", undefined, { signedQuery: "a=1" });
  expect(JSON.stringify(answer.body)).not.toContain("sk_x");
});

test("a body outside ASCII is refused when it is signed in the raw form", async () => {
  const body = { title: "café" };
  const answer = await call("POST", "/v1/jobs", body, { signedBody: '{"title":"café"}' });
  expect(answer).toMatchObject({ status: 401, body: { error: { code: "bad_signature" } } });
});

test("a body outside ASCII passes when it is signed in the escaped form", async () => {
  const body = { title: "café" };
  const answer = await call("POST", "/v1/jobs", body, { signedBody: '{"title":"caf\\u00e9"}' });
  expect(answer.status).toBe(422);
});

test("a server set to the raw form accepts a body signed in it", async () => {
  const raw = await startEmulator({ clock, canonicalForms: { body: "raw" } });
  const callRaw = createCaller(raw, () => clock.now());
  const answer = await callRaw("POST", "/v1/jobs", { title: "café" });
  await raw.close();
  expect(answer.status).toBe(422);
});

test("a server set to plus signs accepts a query signed with them", async () => {
  const plus = await startEmulator({ clock, canonicalForms: { querySpace: "+" } });
  const callPlus = createCaller(plus, () => clock.now());
  const answer = await callPlus("GET", "/v1/jobs?filter%5Bstatus%5D=a%20b", undefined, {
    signedQuery: "filter%5Bstatus%5D=a+b",
  });
  await plus.close();
  expect(answer.status).toBe(200);
});

describe("two accounts", () => {
  let uuid: unknown;

  beforeAll(async () => {
    uuid = (await call("POST", "/v1/jobs", persistentJob())).body["uuid"];
  });

  test("a stranger's job is answered like one that never was", async () => {
    const answer = await call("GET", `/v1/jobs/${String(uuid)}`, undefined, { keys: otherKeys });
    expect(answer).toMatchObject({ status: 404, body: { error: { code: "not_found" } } });
  });

  test("a stranger's job is not in the list", async () => {
    const answer = await call("GET", "/v1/jobs", undefined, { keys: otherKeys });
    expect(answer.body["total"]).toBe(0);
  });

  test("a stranger cannot cancel a job", async () => {
    const answer = await call("PUT", `/v1/jobs/${String(uuid)}/cancel`, {}, { keys: otherKeys });
    expect(answer.status).toBe(404);
  });

  test("a stranger's job run is not in the list", async () => {
    clock.advance(10_000);
    const answer = await call("GET", "/v1/job-runs", undefined, { keys: otherKeys });
    expect(answer.body["total"]).toBe(0);
  });
});
