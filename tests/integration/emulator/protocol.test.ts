import { createManualClock, type Emulator, startEmulator } from "../../../emulator";
import { type Caller, createCaller } from "./signedRequest";

const clock = createManualClock(Date.UTC(2030, 5, 1));
let emulator: Emulator;
let call: Caller;

beforeAll(async () => {
  emulator = await startEmulator({ clock });
  call = createCaller(emulator, () => clock.now());
});
afterAll(() => emulator.close());

test("an answer carries the server's own time", async () => {
  const answer = await call("GET", "/v1/jobs");
  expect(answer.headers.get("date")).toBe("Sat, 01 Jun 2030 00:00:00 GMT");
});

test("an answer carries a request id", async () => {
  const answer = await call("GET", "/v1/jobs");
  expect(answer.headers.get("x-request-id")).toMatch(/^req_[0-9a-f]{16}$/);
});

test.each([
  ["GET", "/v1/nothing"],
  ["DELETE", "/v1/jobs"],
  ["GET", "/v1/jobs/a/b/c"],
  ["GET", "/v2/jobs"],
  ["GET", "/nothing"],
  ["POST", "/"],
])("%s %s is answered with a 404 in JSON", async (method, path) => {
  const answer = await call(method, path);
  expect(answer).toMatchObject({ status: 404, body: { error: { code: "not_found" } } });
});

test.each(["/v1/jobs", "/v1/job-runs"])("an unknown uuid under %s is a 404", async (path) => {
  const answer = await call("GET", `${path}/0198ac1c-7063-7be8-bb94-57a5bd83548e`);
  expect(answer).toMatchObject({ status: 404, body: { error: { code: "not_found" } } });
});

test("a malformed uuid in a path is refused", async () => {
  const answer = await call("GET", "/v1/jobs/not-a-uuid");
  expect(answer).toMatchObject({ status: 400, body: { error: { code: "invalid_uuid" } } });
});

test("a body larger than 1 MiB is refused", async () => {
  const answer = await call("POST", "/v1/jobs", { title: "x".repeat(3 * 1024 * 1024) });
  expect(answer).toMatchObject({ status: 413, body: { error: { code: "body_too_large" } } });
});

test("a create request without a body is refused", async () => {
  const answer = await call("POST", "/v1/jobs");
  expect(answer).toMatchObject({ status: 400, body: { error: { code: "invalid_json" } } });
});

test("a body that is not declared as JSON is refused", async () => {
  const answer = await call("POST", "/v1/jobs", {}, { headers: { "Content-Type": "text/plain" } });
  expect(answer).toMatchObject({
    status: 415,
    body: { error: { code: "unsupported_media_type" } },
  });
});
