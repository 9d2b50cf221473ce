// Refusals and lost responses that do not show whether the work was done.
import type { RefusalForm } from "../../../emulator";
import { persistentJob } from "./jobBodies";
import { refusal } from "./signedRequest";
import { type Rig, useEmulator } from "./useEmulator";

const start = useEmulator();
const route = "POST /v1/jobs";

const create = (rig: Rig): ReturnType<Rig["call"]> => rig.call("POST", "/v1/jobs", persistentJob());
const jobCount = ({ emulator }: Rig): number => emulator.ledger().jobs.length;

describe("a refused create", () => {
  test.each<[number, string, number, object]>([
    [400, "invalid_query", 1, { status: 400, phase: "before-headers" }],
    [403, "quota_exceeded", 0, { code: "quota_exceeded" }],
  ])("is answered %d %s in the API's own form, and leaves %d jobs", async (...row) => {
    const [status, code, jobs, how] = row;
    const rig = await start({ faults: [{ route, action: "refuse", ...how }] });
    expect(await create(rig)).toMatchObject(refusal(status, code));
    expect(jobCount(rig)).toBe(jobs);
  });

  test.each<[RefusalForm, string | null, RegExp]>([
    ["html", "text/html", /^<html>.*403 Forbidden/s],
    ["foreign-json", "application/json", /^\{"message":"Forbidden"\}$/],
  ])("can have the form %s", async (form, type, body) => {
    const fault = { route: "GET /v1/jobs", phase: "before-read", action: "refuse", form } as const;
    const rig = await start({ faults: [fault] });
    // Unsigned and raw: the answer need not be JSON.
    const answer = await fetch(`${rig.emulator.url}/v1/jobs`);
    expect([answer.status, answer.headers.get("content-type"), await answer.text()]).toEqual([
      403,
      type,
      expect.stringMatching(body),
    ]);
  });
});

test("a create that is committed later ends in a reset at once, and begins its life only then", async () => {
  const fault = { route, action: "defer", ms: 30_000, then: "reset" } as const;
  const rig = await start({ faults: [fault] });
  await expect(rig.create()).rejects.toThrow();
  expect(await rig.after([0, 29_999, 1], () => jobCount(rig))).toEqual([0, 0, 1]);
  const [job] = rig.emulator.ledger().jobs;
  expect(job).toMatchObject({ createdAt: "2026-01-01T00:00:30.000Z", status: "PENDING" });
});

test("a fault that turns a knob has effect on the request it strikes", async () => {
  const settings = { createStatus: 200 } as const;
  const rig = await start({ faults: [{ route, action: "set", settings, occurrence: 2 }] });
  const statuses = await rig.after([0, 0, 0], async () => (await create(rig)).status);
  expect(statuses).toEqual([201, 200, 200]);
});

const cancelRoute = "PUT /v1/jobs/{uuid}/cancel";

test.each([
  [409, "before-headers", "CANCELLING"],
  [404, "before-commit", "PENDING"],
] as const)("a cancel answered %d %s leaves the job %s", async (status, phase, left) => {
  const rig = await start({ faults: [{ route: cancelRoute, phase, action: "refuse", status }] });
  const uuid = await rig.create();
  expect((await rig.call("PUT", `/v1/jobs/${uuid}/cancel`, {})).status).toBe(status);
  expect(rig.emulator.ledger().jobs).toMatchObject([{ status: left }]);
});
