// Refusals and lost responses that do not show whether the work was done.
import type { RefusalForm } from "../../../emulator";
import { persistentJob } from "./jobBodies";
import { control, refusal } from "./signedRequest";
import { type Rig, useEmulator } from "./useEmulator";

const start = useEmulator();
const route = "POST /v1/jobs";

const create = (rig: Rig): ReturnType<Rig["call"]> => rig.call("POST", "/v1/jobs", persistentJob());
const jobCount = ({ emulator }: Rig): number => emulator.ledger().jobs.length;

describe("a refused create", () => {
  test.each<[number, string, number, object]>([
    [400, "invalid_query", 1, { status: 400, phase: "before-headers" }],
    [422, "validation_failed", 1, { status: 422, phase: "before-headers" }],
    [409, "conflict", 0, { status: 409 }],
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
    ["problem-json", "application/problem+json", /"status":403/],
    ["empty", null, /^$/],
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

describe("a create that is committed later", () => {
  test.each(["reset", "close"] as const)("ends in a %s at once", async (then) => {
    const rig = await start({ faults: [{ route, action: "defer", ms: 30_000, then }] });
    await expect(rig.create()).rejects.toThrow();
    expect(await rig.after([0, 29_999, 1], () => jobCount(rig))).toEqual([0, 0, 1]);
  });

  test("can be refused first, and begins its life only then", async () => {
    const then = { status: 504, form: "foreign-json" } as const;
    const rig = await start({ faults: [{ route, action: "defer", ms: 30_000, then }] });
    expect((await create(rig)).status).toBe(504);
    rig.clock.advance(30_000);
    expect(await rig.list("/v1/jobs")).toMatchObject([
      { created_at: "2026-01-01T00:00:30.000Z", status: "PENDING" },
    ]);
  });

  test("can leave the client in silence", async () => {
    const rig = await start({ faults: [{ route, action: "defer", ms: 0, then: "hang" }] });
    const failure = expect(rig.create()).rejects.toThrow();
    while (rig.emulator.requests().length === 0 || jobCount(rig) === 0) {
      await fetch(`${rig.emulator.url}/_emulator/ledger`);
      rig.clock.advance(1);
    }
    await rig.emulator.close();
    await failure;
  });

  test("and is invalid is never committed", async () => {
    const rig = await start({ faults: [{ route, action: "defer", ms: 5 }] });
    await expect(rig.create({})).rejects.toThrow();
    rig.clock.advance(5);
    expect(jobCount(rig)).toBe(0);
  });
});

describe("a fault that turns a knob", () => {
  const set = { route, action: "set", settings: { createStatus: 200 } } as const;

  test("has effect on the request it strikes", async () => {
    const rig = await start({ faults: [{ ...set, occurrence: 2 }] });
    const statuses = await rig.after([0, 0, 0], async () => (await create(rig)).status);
    expect(statuses).toEqual([201, 200, 200]);
  });

  test("after the work has effect from the next one on", async () => {
    const rig = await start({ faults: [{ ...set, phase: "before-headers" }] });
    expect([(await create(rig)).status, (await create(rig)).status]).toEqual([201, 200]);
  });

  test("is refused where the knob is", async () => {
    const rig = await start();
    const settings = { createStatus: 204 };
    const answer = await control(rig.emulator, "faults", [{ route, action: "set", settings }]);
    expect([answer.status, JSON.stringify(answer.body)]).toEqual([
      422,
      expect.stringContaining("faults[0].settings.createStatus: "),
    ]);
  });
});

describe("a cancel", () => {
  const cancelRoute = "PUT /v1/jobs/{uuid}/cancel";

  test.each([
    [409, "before-headers", "CANCELLING"],
    [404, "before-headers", "CANCELLING"],
    [404, "before-commit", "PENDING"],
  ] as const)("answered %d %s leaves the job %s", async (status, phase, left) => {
    const rig = await start({ faults: [{ route: cancelRoute, phase, action: "refuse", status }] });
    const uuid = await rig.create();
    expect((await rig.call("PUT", `/v1/jobs/${uuid}/cancel`, {})).status).toBe(status);
    expect(rig.emulator.ledger().jobs).toMatchObject([{ status: left }]);
  });

  test("can last forever", async () => {
    const rig = await start({ cancelAfterMs: null });
    const uuid = await rig.create();
    await rig.call("PUT", `/v1/jobs/${uuid}/cancel`, {});
    rig.clock.advance(7 * 24 * 60 * 60 * 1000);
    expect(await rig.status(uuid)).toBe("CANCELLING");
  });
});
