// Time to live: what it is reckoned from, and that no value of it costs a job.
import fc from "fast-check";

import { check } from "../../../../provider/resources/schema/check";
import { diff } from "../../../../provider/resources/schema/diff";
import { expiresAtOf, isExpired } from "../../../../provider/resources/job/expiry";
import { jobDefinition } from "../../../../provider/resources/lifecycle/job";
import { json, START_OF_TIME } from "../../../support/fakes";
import {
  createService,
  job,
  liveRun,
  outputsOf,
  running,
  uuid,
  type Answers,
} from "../../../support/scriptedService";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const box = { task: "PERSISTENT", container: { image: "ubuntu" } };
const hidden = { __context: { name: "box" } };
const iso = (ms: number): string => new Date(ms).toISOString();

/** A job that runs until it is cancelled. */
const cancellable: Answers = {
  get: [job("RUNNING"), job("CANCELLED")],
  cancel: [job("CANCELLING")],
};
describe("expiresAfter", () => {
  const reasonsFor = (expiresAfter: unknown, task = "PERSISTENT"): readonly unknown[] => {
    const run = task === "BATCH" ? { maxTimeoutRunMs: 60_000 } : {};
    return check(jobDefinition, { ...box, task, ...run, expiresAfter }).failures;
  };

  const refused = (reason: string): readonly unknown[] => [{ property: "expiresAfter", reason }];

  test.each(["1m", "1h30m", "720h"])("may be %s", (expiresAfter) => {
    expect(reasonsFor(expiresAfter)).toEqual([]);
  });

  const wrong = ["", "8", "1d", "-1h", "59s", "8h later", "1e400h", "99999999999999h"];
  test.each(wrong)("may not be %p", (expiresAfter) => {
    expect(reasonsFor(expiresAfter)).toEqual(
      refused("must be a duration from 1m to 87600h, such as 8h or 1h30m"),
    );
  });

  test("is not for a BATCH job", () => {
    expect(reasonsFor("8h", "BATCH")).toEqual(
      refused(
        "is for a PERSISTENT job; a BATCH job ends by itself, at the latest after maxTimeoutRunMs",
      ),
    );
  });
});

describe("the time at which a job expires", () => {
  const nowMs = START_OF_TIME;
  const anHourAgo = iso(nowMs - HOUR_MS);

  test.each([{ name: "as the service writes it", createdAt: anHourAgo }])(
    "is reckoned from the creation, $name",
    ({ createdAt }) => {
      expect(expiresAtOf("8h", { createdAt, nowMs })).toBe(iso(nowMs + 7 * HOUR_MS));
    },
  );

  test.each([
    { name: "only the day", createdAt: iso(nowMs).slice(0, 10) },
    { name: "nothing", createdAt: undefined },
  ])("is reckoned from now where the service returns $name", ({ createdAt }) => {
    expect(expiresAtOf("8h", { createdAt, nowMs })).toBe(iso(nowMs + 8 * HOUR_MS));
  });

  test.each([
    { name: "an end, but no time to live", outputs: { expiresAt: iso(nowMs + DAY_MS) } },
    { name: "a time to live, but no end", outputs: { expiresAfter: "1h" } },
  ])("is reckoned from the creation where the state has $name", ({ outputs }) => {
    const facts = { createdAt: anHourAgo, nowMs, outputs };
    expect(expiresAtOf("8h", facts)).toBe(iso(nowMs + 7 * HOUR_MS));
  });

  test("moves with the time to live, and not with the time of the update", () => {
    const outputs = { expiresAfter: "8h", expiresAt: iso(nowMs + 8 * HOUR_MS) };
    const later = { createdAt: iso(nowMs).slice(0, 10), nowMs: nowMs + 5 * HOUR_MS, outputs };
    expect(expiresAtOf("2h", later)).toBe(iso(nowMs + 2 * HOUR_MS));
  });

  test("is a date whatever the service returns as the creation", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
          fc.constantFrom("+275760-09-13T00:00:00.000Z", "-271821-04-20T00:00:00.000Z"),
        ),
        fc.constantFrom("1m", "8h", "87600h"),
        (createdAt, expiresAfter) => {
          const end = expiresAtOf(expiresAfter, { createdAt, nowMs });
          expect(Date.parse(end ?? "")).not.toBeNaN();
        },
      ),
    );
  });

  test.each([
    ["a second before", -1_000, "RUNNING", false],
    ["at the moment itself", 0, "RUNNING", true],
    ["a job that has ended anyway", DAY_MS, "FAILED", false],
  ])("has come: %s", (_name, pastMs, status, expired) => {
    expect(isExpired({ status }, iso(nowMs), nowMs + pastMs)).toBe(expired);
  });
});

describe("a clock that is not ours", () => {
  const MINUTE_MS = 60_000;
  const nowMs = START_OF_TIME;
  const unlimited = { ...box, ...hidden };
  const inputs = { ...unlimited, expiresAfter: "6m" };
  /** A service whose clock is off, with a job that it has just created. */
  const serviceOff = (offsetMs: number): ReturnType<typeof createService> => {
    const created_at = iso(nowMs + offsetMs);
    const headers = { date: new Date(nowMs + offsetMs).toUTCString() };
    return createService({
      create: [json(201, { uuid, status: "PENDING", created_at }, headers)],
      get: [json(200, { uuid, status: "RUNNING", created_at }, headers)],
      runs: [liveRun],
    });
  };
  const offsets = [
    ["ten minutes behind", -10 * MINUTE_MS],
    ["ten minutes ahead", 10 * MINUTE_MS],
  ] as const;

  test.each(offsets)("gives a job that is bought its whole life: %s", async (_name, offsetMs) => {
    const { outputs } = await jobDefinition.create(serviceOff(offsetMs).effects, inputs);
    expect(outputs["expiresAt"]).toBe(iso(nowMs + 6 * MINUTE_MS));
  });

  test.each(offsets)(
    "does not end a young job whose life is limited later: %s",
    async (_name, offsetMs) => {
      const { outputs } = await jobDefinition.create(serviceOff(offsetMs).effects, unlimited);
      // The next run is another process, which has sent no request yet.
      const next = serviceOff(offsetMs);
      const updated = await jobDefinition.update(next.effects, uuid, outputs, inputs);
      const end = Date.parse(String(updated["expiresAt"]));
      expect([updated["status"], next.asked.includes("cancel")]).toEqual(["RUNNING", false]);
      expect(end).toBeGreaterThanOrEqual(nowMs + 6 * MINUTE_MS);
    },
  );

  test("an old job whose life is limited later ends, by a right clock", async () => {
    const old = outputsOf("RUNNING", { createdAt: iso(nowMs - HOUR_MS) });
    const service = createService(cancellable);
    const updated = await jobDefinition.update(service.effects, uuid, old, inputs);
    expect(updated["outcome"]).toBe("expired");
  });
});

describe("a job that is past its time", () => {
  const inputs = { ...box, ...hidden, expiresAfter: "8h" };
  const expired = outputsOf("RUNNING", {
    expiresAfter: "8h",
    expiresAt: iso(START_OF_TIME - 1),
    nodeUrls: [{ description: "ssh" }],
  });

  test("is a change in diff, and no replacement", () => {
    expect(diff(jobDefinition, expired, inputs, START_OF_TIME)).toEqual([
      {
        path: "status",
        kind: "update",
        replaces: false,
        reason: `the job ${uuid} expired at ${iso(START_OF_TIME - 1)} and is to be cancelled`,
      },
    ]);
  });

  test.each([
    {
      name: "its time to live is extended",
      now: { ...inputs, expiresAfter: "12h" },
      expiresAt: iso(START_OF_TIME - 1 + 4 * HOUR_MS),
    },
    { name: "its time to live is removed", now: { ...box, ...hidden }, expiresAt: undefined },
  ])("goes on when $name", async ({ now, expiresAt }) => {
    const updated = await jobDefinition.update(createService(running).effects, uuid, expired, now);
    expect([updated["status"], updated["expiresAt"]]).toEqual(["RUNNING", expiresAt]);
  });
});
