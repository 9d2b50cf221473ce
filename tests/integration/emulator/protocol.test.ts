import { type Answer, refusal } from "./signedRequest";
import { useRig } from "./useEmulator";

const unknown = "0198ac1c-7063-7be8-bb94-57a5bd83548e";
const { call } = useRig();

test("an answer carries the server's own time and a request id", async () => {
  const { headers } = await call("GET", "/v1/jobs");
  expect(headers.get("date")).toBe("Thu, 01 Jan 2026 00:00:00 GMT");
  expect(headers.get("x-request-id")).toMatch(/^req_[0-9a-f]{16}$/);
});

test.each([
  ["GET", "/v1/nothing"],
  ["DELETE", "/v1/jobs"],
  ["GET", `/v1/jobs/${unknown}`],
])("%s %s is answered with a 404 in JSON", async (method, path) => {
  expect(await call(method, path)).toMatchObject(refusal(404, "not_found"));
});

test.each<[string, number, string, () => Promise<Answer>]>([
  ["a malformed uuid in a path", 400, "invalid_uuid", () => call("GET", "/v1/jobs/not-a-uuid")],
  [
    "a body larger than 1 MiB",
    413,
    "body_too_large",
    () => call("POST", "/v1/jobs", { title: "x".repeat(3 * 1024 * 1024) }),
  ],
])("%s is refused", async (_name, status, code, send) => {
  expect(await send()).toMatchObject(refusal(status, code));
});
