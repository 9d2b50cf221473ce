import { DispersedError } from "../../../../provider/api/errors/errors";
import { createPoller } from "../../../../provider/api/polling/poller";
import type { Observation } from "../../../../provider/api/polling/observations";
import type { JobSnapshot } from "../../../../provider/resources/job/outputsFromApi";
import { observeJob } from "../../../../provider/resources/account/fetchJobs";
import { decideWait, waitForJob } from "../../../../provider/resources/wait/waitForJob";
import type { WaitGoal } from "../../../../provider/resources/job/waitFor";
import { waitStages } from "../../../../provider/resources/job/waitStage";
import { cutOff, json, plain } from "../../../support/fakes";
import {
  createService,
  job,
  listOf,
  liveRun,
  noRuns,
  notFound,
  runUuid,
  runs,
  sshUrl,
  uuid,
  type Service,
} from "../../../support/scriptedService";

const sight = (
  status: string,
  runStatus?: string,
  statusReason?: string,
): Observation<JobSnapshot> => ({
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
    const decided = alive.map((status) => decideWait(anyPort(stage), sight(status, "RUNNING")));

    expect(decided).toEqual(
      alive.map((status) => (over.some((end) => end === status) ? "reached" : "wait")),
    );
  });

  test.each(waitStages)("for %s is over at COMPLETED, which has been everywhere", (stage) => {
    expect(decideWait(anyPort(stage), sight("COMPLETED"))).toBe("reached");
  });

  test.each([
    ["FAILED", "no node", "failed before running (no node)"],
    ["CANCELLED", undefined, "was cancelled before running"],
  ])("fails when the job ended %s", (status, reason, words) => {
    expect(decideWait(anyPort("running"), sight(status, undefined, reason))).toEqual({
      failed: new DispersedError(
        "jobEnded",
        `Job ${uuid} ${words}. Billing has stopped. To buy it again, run \`pulumi up --replace\` ` +
          "with its URN or change its `triggers`.",
      ),
    });
  });

  test("names the next step also when the service has much to say", () => {
    const decision = decideWait(anyPort("running"), sight("FAILED", undefined, "x".repeat(5_000)));

    expect(String((decision as { failed: unknown }).failed)).toContain("pulumi up --replace");
  });

  test("waits for a run that has published what is asked for", () => {
    const goal: WaitGoal = { stage: "ready", ports: [22, 8080] };

    expect(decideWait(goal, sight("RUNNING", "RUNNING"))).toBe("wait");
  });

  test("is not over by the ports of a run that has ended", () => {
    expect(decideWait(anyPort("ready"), sight("RUNNING", "FAILED"))).toBe("wait");
  });

  const failedLook = (kind: DispersedError["kind"], status?: number): Observation<JobSnapshot> => ({
    seen: false,
    error: new DispersedError(kind, "no", status === undefined ? {} : { status }),
  });

  test.each<[string, Observation<JobSnapshot>]>([
    ["a 500", failedLook("ambiguous", 500)],
    ["a broken connection", failedLook("ambiguous")],
    ["an unreachable server", failedLook("notSent")],
    ["a queue", failedLook("rejected", 429)],
    ["a page", failedLook("badResponse", 200)],
    ["a 404", failedLook("rejected", 404)],
  ])("does not see %s", (_name, look) => {
    expect(decideWait(anyPort("running"), look)).toBe("wait");
  });

  test.each<[string, Observation<JobSnapshot>]>([
    ["a key that was revoked", failedLook("rejected", 401)],
    ["a key that may not look", failedLook("rejected", 403)],
  ])("fails at %s", (_name, look) => {
    expect(decideWait(anyPort("running"), look)).toEqual({
      failed: (look as { error: unknown }).error,
    });
  });

  test("fails at a mistake of our own, and calls it no answer", () => {
    const look: Observation<JobSnapshot> = { seen: false, error: new TypeError("x is undefined") };

    expect(decideWait(anyPort("running"), look)).toEqual({
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
          `Timed out after 1m30s waiting for job ${uuid} to start running: status is PENDING. The ` +
          "job may still be billed. Run `pulumi up` to keep waiting or `pulumi destroy` to cancel it.",
      },
    });
    expect(service.times.at(-1)).toBe(90_000);
  });

  test("says at its deadline that ports are missing", async () => {
    const service = createService({ get: [job("RUNNING")], runs: [runs({ status: "RUNNING" })] });

    expect(await waitForJob(service.effects, uuid, anyPort("ready"), 60_000)).toMatchObject({
      error: {
        message:
          `Timed out after 1m waiting for job ${uuid} to become ready: status is RUNNING, but it ` +
          "has not published every requested port. The job may still be billed. Run `pulumi up` to " +
          "keep waiting or `pulumi destroy` to cancel it.",
      },
    });
  });

  test.each([
    ["ready", "PENDING", "become ready"],
    ["completed", "RUNNING", "complete"],
  ] as const)(
    "does not blame ports at its deadline for %s when the job is %s",
    async (stage, status, aim) => {
      const service = createService({ get: [job(status)], runs: [noRuns] });

      expect(await waitForJob(service.effects, uuid, anyPort(stage), 60_000)).toMatchObject({
        error: {
          message:
            `Timed out after 1m waiting for job ${uuid} to ${aim}: status is ${status}. The job may ` +
            "still be billed. Run `pulumi up` to keep waiting or `pulumi destroy` to cancel it.",
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
      "to start running: it was never seen. The job may still be billed.",
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

  describe("a job that answers 404", () => {
    const wait = (
      answers: Parameters<typeof createService>[0],
      timeoutMs = 600_000,
      stage: WaitGoal["stage"] = "running",
    ): { service: Service; result: ReturnType<typeof waitForJob> } => {
      const service = createService({ runs: [noRuns], ...answers });
      return { service, result: waitForJob(service.effects, uuid, anyPort(stage), timeoutMs) };
    };
    const running = { uuid, status: "RUNNING" };

    test("is borne for a minute, and then looked into: proven gone, the wait ends", async () => {
      const { service, result } = wait({ get: [job("PENDING"), notFound] });
      expect(await result).toMatchObject({
        reached: false,
        isGone: true,
        error: {
          kind: "jobEnded",
          message: expect.stringContaining(`Job ${uuid} is gone: the service no longer`) as string,
        },
      });
      expect(service.times.at(-1)).toBeGreaterThan(60_000);
      expect(service.times.at(-1)).toBeLessThanOrEqual(75_000);
    });

    test("and was never seen is not called gone: it may still come to light", async () => {
      const { result } = wait({ get: [notFound] });
      expect(await result).toMatchObject({
        error: {
          kind: "waitTimeout",
          message:
            `The service does not show job ${uuid}, neither by its uuid nor in a list. The job may ` +
            "still be billed. Run `pulumi up` to look for it again.",
        },
      });
    });

    test("is borne for a minute from when it was last seen, not from when the wait began", async () => {
      const pending = Array.from({ length: 60 }, () => job("PENDING"));
      const { service, result } = wait({ get: [...pending, notFound, job("RUNNING")] });
      expect(await result).toMatchObject({ reached: true });
      expect(service.times.at(-1)).toBeGreaterThan(60_000);
      expect(service.asked).not.toContain("look");
    });

    test("while a listing shows it is waited for as the listing has it", async () => {
      const { result } = wait({ get: [notFound], look: [listOf(running)] });
      expect(await result).toMatchObject({ reached: true, sight: { job: { status: "RUNNING" } } });
    });

    test("while a listing shows it on its way is waited for to the deadline", async () => {
      const { result } = wait({ get: [notFound], look: [listOf({ uuid, status: "PENDING" })] });
      expect(await result).toMatchObject({ reached: false, error: { kind: "waitTimeout" } });
    });

    test("and is not proven gone is waited for to the deadline, which says so", async () => {
      const { service, result } = wait({
        get: [job("ASSIGNED"), notFound],
        look: [plain(500, "")],
      });
      expect(await result).toMatchObject({
        reached: false,
        error: {
          kind: "waitTimeout",
          message:
            `Timed out after 10m waiting for job ${uuid} to start running: status is ASSIGNED, but ` +
            "the API answers 404 for it now and nothing proves that it is gone. The job may still " +
            "be billed. Run `pulumi up` to keep waiting or `pulumi destroy` to cancel it.",
        },
      });
      expect(service.clock.monotonicMs()).toBeGreaterThanOrEqual(600_000);
    });

    test("at a deadline that comes sooner is looked into there", async () => {
      const { service, result } = wait({ get: [job("RUNNING"), notFound] }, 45_000, "completed");
      expect(await result).toMatchObject({ reached: false, isGone: true });
      expect(service.clock.monotonicMs()).toBeLessThan(50_000);
    });

    test("for another key than the one that saw it ends the wait with the way out", async () => {
      const service = createService({ get: [notFound] });
      const result = await waitForJob(service.effects, uuid, anyPort("running"), 600_000, "other");
      expect(result).toMatchObject({ reached: false, error: { kind: "config" } });
      expect(result).not.toHaveProperty("isGone");
    });
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
        message: `The wait for job ${uuid} was cut short: the engine is gone`,
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
