import { DispersedError } from "../../../provider/api/errors";
import { createPoller } from "../../../provider/api/poller";
import type { Sighting } from "../../../provider/api/sightings";
import type { JobSight } from "../../../provider/resources/jobState";
import { observeJob } from "../../../provider/resources/observe";
import { decideWait, waitForJob, type WaitGoal } from "../../../provider/resources/wait";
import { waitStages } from "../../../provider/resources/waitStage";
import { cutOff, json, plain } from "../fakes";
import {
  createService,
  job,
  liveRun,
  noRuns,
  notFound,
  runUuid,
  runs,
  sshUrl,
  uuid,
} from "./service";

const sight = (status: string, runStatus?: string, statusReason?: string): Sighting<JobSight> => ({
  seen: true,
  value: {
    job: {
      uuid,
      status,
      statusReason,
      title: undefined,
      description: undefined,
      createdAt: undefined,
      startedAt: undefined,
      completedAt: undefined,
      sourceRecipeUuid: undefined,
      containerAccessTokens: [],
    },
    run:
      runStatus === undefined
        ? undefined
        : {
            uuid: runUuid,
            jobUuid: uuid,
            status: runStatus,
            startedAtMs: undefined,
            hourlyRateUsd: undefined,
            nodeUrls: [sshUrl],
            containerAccessTokens: [],
            logs: undefined,
          },
  },
});

const anyPort = (stage: WaitGoal["stage"]): WaitGoal => ({ stage, ports: undefined });

describe("decideWait", () => {
  const alive = ["PENDING", "ASSIGNED", "PREPARING", "RUNNING", "FAILING", "CANCELLING", "PAUSED"];

  test.each([
    ["created", alive],
    ["assigned", ["ASSIGNED", "PREPARING", "RUNNING"]],
    ["running", ["RUNNING"]],
    ["ready", ["RUNNING"]],
    ["completed", []],
  ] as const)("for %s is over at %p, and goes on at any other that is alive", (stage, over) => {
    const decided = alive.map((status) => decideWait(anyPort(stage), sight(status, "RUNNING"), 0));

    expect(decided).toEqual(
      alive.map((status) => (over.some((end) => end === status) ? "reached" : "wait")),
    );
  });

  test.each(waitStages)("for %s is over at COMPLETED, which has been everywhere", (stage) => {
    expect(decideWait(anyPort(stage), sight("COMPLETED"), 0)).toBe("reached");
  });

  test.each([
    ["FAILED", "no node", " (no node)"],
    ["CANCELLED", undefined, ""],
  ])("fails when the job ended %s", (status, reason, words) => {
    expect(decideWait(anyPort("running"), sight(status, undefined, reason), 0)).toEqual({
      failed: new DispersedError(
        "jobEnded",
        `the job ${uuid} ended ${status}${words} before it was running. It bills no more. ` +
          "To buy it again: `pulumi up --replace` with its URN, or change its `triggers`.",
      ),
    });
  });

  test("names the next step also when the service has much to say", () => {
    const decision = decideWait(
      anyPort("running"),
      sight("FAILED", undefined, "x".repeat(5_000)),
      0,
    );

    expect(String((decision as { failed: unknown }).failed)).toContain("pulumi up --replace");
  });

  test("waits for a run that has published what is asked for", () => {
    const goal: WaitGoal = { stage: "ready", ports: [22, 8080] };

    expect(decideWait(goal, sight("RUNNING", "RUNNING"), 0)).toBe("wait");
  });

  test("is not over by the ports of a run that has ended", () => {
    expect(decideWait(anyPort("ready"), sight("RUNNING", "FAILED"), 0)).toBe("wait");
  });

  const failedLook = (kind: DispersedError["kind"], status?: number): Sighting<JobSight> => ({
    seen: false,
    error: new DispersedError(kind, "no", status === undefined ? {} : { status }),
  });

  test.each<[string, Sighting<JobSight>]>([
    ["a 500", failedLook("ambiguous", 500)],
    ["a broken connection", failedLook("ambiguous")],
    ["an unreachable server", failedLook("notSent")],
    ["a queue", failedLook("rejected", 429)],
    ["a page", failedLook("badResponse", 200)],
    ["a 404 of a job that is new", failedLook("rejected", 404)],
  ])("does not see %s", (_name, look) => {
    expect(decideWait(anyPort("running"), look, 60_000)).toBe("wait");
  });

  test.each<[string, Sighting<JobSight>, number]>([
    ["a key that was revoked", failedLook("rejected", 401), 0],
    ["a key that may not look", failedLook("rejected", 403), 0],
    ["a 404 after a minute", failedLook("rejected", 404), 60_001],
  ])("fails at %s", (_name, look, elapsedMs) => {
    expect(decideWait(anyPort("running"), look, elapsedMs)).toEqual({
      failed: (look as { error: unknown }).error,
    });
  });

  test("fails at a mistake of our own, and calls it no answer", () => {
    const look: Sighting<JobSight> = { seen: false, error: new TypeError("x is undefined") };

    expect(decideWait(anyPort("running"), look, 0)).toEqual({
      failed: new DispersedError("badResponse", "x is undefined"),
    });
  });
});

describe("waitForJob", () => {
  test("follows the job through its life", async () => {
    const service = createService({
      get: [job("PENDING"), job("ASSIGNED"), job("RUNNING")],
      runs: [noRuns, liveRun],
    });

    const result = await waitForJob(service.effects, uuid, anyPort("ready"), 60_000);

    expect(result).toMatchObject({ reached: true, sight: { run: { nodeUrls: [sshUrl] } } });
    expect(service.asked).toEqual(["get", "get", "runs", "get", "runs"]);
  });

  test("keeps waiting when the service starts the job again", async () => {
    const service = createService({
      get: [job("RUNNING"), job("PENDING"), job("RUNNING")],
      runs: [noRuns, liveRun],
    });

    expect(await waitForJob(service.effects, uuid, anyPort("ready"), 60_000)).toMatchObject({
      reached: true,
    });
  });

  test("does not ask again after the end", async () => {
    const service = createService({ get: [job("FAILED")], runs: [noRuns] });

    expect(await waitForJob(service.effects, uuid, anyPort("ready"), 60_000)).toMatchObject({
      reached: false,
      error: { kind: "jobEnded" },
    });
    expect(service.asked).toEqual(["get", "runs"]);
  });

  test("takes a job that finished before it was seen running", async () => {
    const service = createService({ get: [job("COMPLETED")], runs: [noRuns] });

    expect(await waitForJob(service.effects, uuid, anyPort("running"), 60_000)).toMatchObject({
      reached: true,
    });
  });

  test("ends at its deadline with what it was doing and what to do", async () => {
    const service = createService({ get: [job("PENDING")] });

    const result = await waitForJob(service.effects, uuid, anyPort("running"), 90_000);

    expect(result).toMatchObject({
      reached: false,
      sight: { job: { status: "PENDING" } },
      error: {
        kind: "waitTimeout",
        message:
          `the job ${uuid} is still PENDING after 1m30s; it should be running. It may bill. ` +
          "Run `pulumi up` to go on waiting, or `pulumi destroy` to cancel it.",
      },
    });
    expect(service.times.at(-1)).toBe(90_000);
  });

  test("says at its deadline that ports are missing", async () => {
    const service = createService({ get: [job("RUNNING")], runs: [runs({ status: "RUNNING" })] });

    expect(await waitForJob(service.effects, uuid, anyPort("ready"), 60_000)).toMatchObject({
      error: {
        message:
          `the job ${uuid} is still RUNNING and has not published every requested port after 1m; ` +
          "it should be ready. It may bill. Run `pulumi up` to go on waiting, or `pulumi destroy` " +
          "to cancel it.",
      },
    });
  });

  test.each([
    ["ready", "PENDING"],
    ["completed", "RUNNING"],
  ] as const)(
    "does not blame ports at its deadline for %s when the job is %s",
    async (stage, status) => {
      const service = createService({ get: [job(status)], runs: [noRuns] });

      expect(await waitForJob(service.effects, uuid, anyPort(stage), 60_000)).toMatchObject({
        error: {
          message:
            `the job ${uuid} is still ${status} after 1m; it should be ${stage}. It may bill. Run ` +
            "`pulumi up` to go on waiting, or `pulumi destroy` to cancel it.",
        },
      });
    },
  );

  test("says at its deadline that the job was never seen", async () => {
    const service = createService({ get: [plain(500, "")] });

    const result = await waitForJob(service.effects, uuid, anyPort("running"), 60_000);

    expect(result).toMatchObject({
      reached: false,
      sight: undefined,
      error: { kind: "waitTimeout" },
    });
    expect(String((result as { error: unknown }).error)).toContain(
      `the job ${uuid} was never seen`,
    );
  });

  test("does not mind failed looks in between", async () => {
    const service = createService({
      get: [json(404, { message: "not yet" }), job("ASSIGNED"), cutOff(), job("RUNNING")],
      runs: [noRuns, plain(502, "<html>"), noRuns],
    });

    expect(await waitForJob(service.effects, uuid, anyPort("running"), 60_000)).toMatchObject({
      reached: true,
    });
  });

  test("has patience with a job that is not visible, but not for ever", async () => {
    const service = createService({ get: [notFound] });

    const result = await waitForJob(service.effects, uuid, anyPort("running"), 600_000);

    expect(result).toMatchObject({ reached: false, error: { status: 404 } });
    expect(service.times.at(-1)).toBeGreaterThan(60_000);
    expect(service.times.at(-1)).toBeLessThanOrEqual(70_000);
  });

  test("ends at once when the key is revoked", async () => {
    const service = createService({ get: [job("PENDING"), json(401, { message: "revoked" })] });

    expect(await waitForJob(service.effects, uuid, anyPort("running"), 600_000)).toMatchObject({
      reached: false,
      sight: { job: { status: "PENDING" } },
      error: { kind: "rejected", status: 401 },
    });
    expect(service.asked).toHaveLength(2);
  });

  test("warns once of a status that it does not know, and goes on", async () => {
    const service = createService({
      get: [job("PAUSED"), job("PAUSED"), job("PAUSED"), job("RUNNING")],
      runs: [noRuns],
    });

    await waitForJob(service.effects, uuid, anyPort("running"), 60_000);

    expect(service.said).toEqual([
      `warn: the job ${uuid} has the unknown status PAUSED; it counts as alive`,
    ]);
  });

  test("tells what it saw last when it is cut short", async () => {
    const engine = new AbortController();
    const service = createService({ get: [job("PENDING")] }, { signal: engine.signal });
    const { effects } = service;
    const status = (): void => engine.abort(new Error("the engine is gone"));
    const watched = { ...effects, log: { ...effects.log, status } };

    expect(await waitForJob(watched, uuid, anyPort("running"), 60_000)).toMatchObject({
      reached: false,
      sight: { job: { status: "PENDING" } },
      error: {
        kind: "aborted",
        message: `the wait for the job ${uuid} was cut short: the engine is gone`,
      },
    });
  });

  test.each([3_600_000, -3_600_000])(
    "C18: minds no clock that jumps by %i ms, for deadlines are another clock's",
    async (jumpMs) => {
      const service = createService({
        get: [job("PENDING"), job("PENDING"), job("RUNNING")],
        runs: [noRuns],
      });
      const { clock } = service;
      let offsetMs = 0;
      const jumping = {
        ...clock,
        nowMs: () => clock.nowMs() + offsetMs,
        sleep: async (delayMs: number, signal?: AbortSignal) => {
          await clock.sleep(delayMs, signal);
          offsetMs = jumpMs;
        },
      };
      const { api, entropy } = service.effects;
      const observe = (key: string, signal: AbortSignal) => observeJob(api, key, signal);
      const jobs = createPoller({ clock: jumping, entropy, observe });
      const effects = { ...service.effects, clock: jumping, jobs };

      expect(await waitForJob(effects, uuid, anyPort("running"), 60_000)).toMatchObject({
        reached: true,
      });
    },
  );

  test("C18: looks once more when the machine slept past the deadline, before it gives up", async () => {
    const service = createService({ get: [job("PENDING"), job("RUNNING")], runs: [noRuns] });
    const { clock } = service;
    service.effects.log.status = () => {
      if (clock.slept.length === 0) clock.advance(3_600_000);
    };

    expect(await waitForJob(service.effects, uuid, anyPort("running"), 60_000)).toMatchObject({
      reached: true,
    });
  });
});
