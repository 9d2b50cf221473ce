import { refusal, type Tampering } from "./signedRequest";
import { useRig } from "./useEmulator";

const startMs = Date.UTC(2026, 0, 1);
const otherKeys = { publicKey: "pk_other", secretKey: "sk_other" };
const rig = useRig({ keys: [{ publicKey: "pk_x", secretKey: "sk_x" }, otherKeys] });
const { call, create } = rig;

test.each<[string, string, Tampering]>([
  ["missing_header", "no nonce", { headers: { "X-Nonce": null } }],
  ["malformed_header", "a short nonce", { headers: { "X-Nonce": "a".repeat(16) } }],
  ["unknown_key", "an unknown key", { keys: { publicKey: "pk_stranger", secretKey: "sk_x" } }],
  ["clock_skew", "a time that is too late", { atMs: startMs + 300_001 }],
  ["bad_signature", "a wrong secret", { keys: { publicKey: "pk_x", secretKey: "sk_wrong" } }],
  ["bad_signature", "another query than was signed", { signedQuery: "limit=10" }],
])("%s: a request with %s is refused", async (code, _name, tampering) => {
  const answer = await call("GET", "/v1/jobs?limit=50&page=1", undefined, tampering);
  expect(answer).toMatchObject(refusal(401, code));
  expect(JSON.stringify(answer.body)).not.toContain("sk_");
});

test("a query in another order than it was signed in, five minutes late, is answered", async () => {
  const signed = { signedQuery: "limit=20&page=1", atMs: startMs + 300_000 };
  const answer = await call("GET", "/v1/jobs?page=1&limit=20", undefined, signed);
  expect(answer.status).toBe(200);
});

test.each<[string, unknown, string, number]>([
  ["outside ASCII, signed in the raw form,", { title: "café" }, '{"title":"café"}', 401],
  ["outside ASCII, signed in the escaped form,", { title: "café" }, '{"title":"caf\\u00e9"}', 422],
])("a body %s is answered as it is signed", async (_name, body, signedBody, status) => {
  expect((await call("POST", "/v1/jobs", body, { signedBody })).status).toBe(status);
});

test("a nonce is used up by a good signature alone, and for a day", async () => {
  const tampering = { nonce: "1".repeat(32) };
  const again = () => call("GET", "/v1/jobs", undefined, tampering);
  await call("GET", "/v1/jobs", undefined, { ...tampering, signedQuery: "page=9" });
  expect((await again()).status).toBe(200);
  expect(await again()).toMatchObject(refusal(401, "nonce_reused"));
  rig.clock.advance(24 * 60 * 60 * 1000);
  expect((await again()).status).toBe(200);
});

test("another account cannot read, list or cancel a job, nor list its run", async () => {
  const uuid = await create();
  rig.clock.advance(10_000);
  const asOther = (method: string, path: string, body?: unknown) =>
    call(method, path, body, { keys: otherKeys });
  const [missing, none] = [refusal(404, "not_found"), { body: { total: 0 } }];
  expect(await asOther("GET", `/v1/jobs/${uuid}`)).toMatchObject(missing);
  expect(await asOther("PUT", `/v1/jobs/${uuid}/cancel`, {})).toMatchObject(missing);
  expect(await asOther("GET", "/v1/jobs")).toMatchObject(none);
  expect(await asOther("GET", "/v1/job-runs")).toMatchObject(none);
});
