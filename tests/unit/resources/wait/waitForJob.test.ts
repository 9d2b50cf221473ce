import { DispersedError } from "../../../../provider/api/errors/errors";
import { createPoller } from "../../../../provider/api/polling/poller";
import type { Observation } from "../../../../provider/api/polling/observations";
import type { JobSnapshot } from "../../../../provider/resources/job/outputsFromApi";
import { observeJob } from "../../../../provider/resources/account/fetchJobs";
import { decideWait } from "../../../../provider/resources/wait/decideWait";
import { waitForJob } from "../../../../provider/resources/wait/waitForJob";
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
  type Answers,
  type Service,
} from "../../../support/scriptedService";

const noFacts = {
  title: undefined,
  description: undefined,
  createdAt: undefined,
  startedAt: undefined,
  completedAt: undefined,
  sourceRecipeUuid: undefined,
};
const snapshot = (
  status: string,
  runStatus?: string,
  statusReason?: string,
): Observation<JobSnapshot> => ({
  seen: true,
  value: {
    job: { ...noFacts, uuid, status, statusReason, containerAccessTokens: [] },
    run:
      runStatus === undefined
        ? undefined
        : {
            uuid: runUuid,
            jobUuid: uuid,
            status: runStatus,
            nodeUrls: [sshUrl],
            startedAtMs: undefined,
            hourlyRateUsd: undefined,
            logs: undefined,
            containerAccessTokens: [],
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
    const decided = alive.map((status) => decideWait(anyPort(stage), snapshot(status, "RUNNING")));
    expect(decided).toEqual(
      alive.map((status) => (over.some((end) => end === status) ? "reached" : "wait")),
    );
  });

  test.each(waitStages)("for %s is over at COMPLETED, which is behind every stage", (stage) => {
    expect(decideWait(anyPort(stage), snapshot("COMPLETED"))).toBe("reached");
  });

  test.each([
    ["FAILED", "no node", "failed before running (no node)"],
    ["CANCELLED", undefined, "was cancelled before running"],
  ])("fails when the job ended %s", (status, reason, words) => {
    expect(decideWait(anyPort("running"), snapshot(status, undefined, reason))).toEqual({
      failed: new DispersedError(
        "jobEnded",
        `Job ${uuid} ${words}. Billing has stopped. To buy it again, run \`pulumi up --replace\` ` +
          "with its URN or change its `triggers`.",
      ),
    });
  });

  test("has the next step also when the reason is long", () => {
    const decision = decideWait(
      anyPort("running"),
      snapshot("FAILED", undefined, "x".repeat(5_000)),
    );
    expect(String((decision as { failed: unknown }).failed)).toContain("pulumi up --replace");
  });

  test("waits for a live run that has published the requested ports", () => {
    const goal: WaitGoal = { stage: "ready", ports: [22, 8080] };
    expect(decideWait(goal, snapshot("RUNNING", "RUNNING"))).toBe("wait");
    expect(decideWait(anyPort("ready"), snapshot("RUNNING", "FAILED"))).toBe("wait");
  });

  const failedRead = (kind: DispersedError["kind"], status?: number): Observation<JobSnapshot> => ({
    seen: false,
    error: new DispersedError(kind, "no", status === undefined ? {} : { status }),
  });

  test.each<[string, Observation<JobSnapshot>]>([
    ["a 500", failedRead("ambiguous", 500)],
    ["a broken connection", failedRead("ambiguous")],
    ["an unreachable server", failedRead("notSent")],
    ["a 429", failedRead("rejected", 429)],
    ["a page", failedRead("badResponse", 200)],
    ["a 404", failedRead("rejected", 404)],
  ])("goes on after %s", (_name, read) => {
    expect(decideWait(anyPort("running"), read)).toBe("wait");
  });

  test.each([401, 403])("fails at a %p", (status) => {
    const read = failedRead("rejected", status);
    const { error } = read as { error: unknown };
    expect(decideWait(anyPort("running"), read)).toEqual({ failed: error });
  });

  test("fails at an error that is not ours, and calls it a bad response", () => {
    const read: Observation<JobSnapshot> = { seen: false, error: new TypeError("x is undefined") };
    expect(decideWait(anyPort("running"), read)).toEqual({
      failed: new DispersedError("badResponse", "x is undefined"),
    });
  });
});

describe("waitForJob", () => {
  const wait = (
    answers: Answers,
    stage: WaitGoal["stage"],
    timeoutMs = 60_000,
  ): { service: Service; result: ReturnType<typeof waitForJob> } => {
    const service = createService(answers);
    return { service, result: waitForJob(service.effects, uuid, anyPort(stage), timeoutMs) };
  };

  test.each<{ name: string; answers: Answers; stage: WaitGoal["stage"]; requests: string }>([
    {
      name: "follows the job through its life",
      answers: {
        get: [job("PENDING"), job("ASSIGNED"), job("RUNNING")],
        runs: [noRuns, liveRun],
      },
      stage: "ready",
      requests: "get get runs get runs",
    },
    {
      name: "keeps waiting when the service starts the job again",
      answers: { get: [job("RUNNING"), job("PENDING"), job("RUNNING")], runs: [noRuns, liveRun] },
      stage: "ready",
      requests: "get runs get get runs",
    },
    {
      name: "takes a job that finished before it was read as running",
      answers: { get: [job("COMPLETED")] },
      stage: "running",
      requests: "get runs",
    },
    {
      name: "goes on after failed reads in between",
      answers: {
        get: [json(404, { message: "not yet" }), job("ASSIGNED"), cutOff(), job("RUNNING")],
        runs: [noRuns, plain(502, "<html>"), noRuns],
      },
      stage: "running",
      requests: "get get runs get get runs runs",
    },
  ])("$name", async ({ answers, stage, requests }) => {
    const { service, result } = wait(answers, stage);
    expect(await result).toMatchObject({ reached: true });
    expect(service.asked.join(" ")).toBe(requests);
  });

  test("does not ask again after the end", async () => {
    const { service, result } = wait({ get: [job("FAILED")] }, "ready");
    expect(await result).toMatchObject({ reached: false, error: { kind: "jobEnded" } });
    expect(service.asked).toEqual(["get", "runs"]);
  });

  const stillBilled =
    "The job may still be billed. Run `pulumi up` to keep waiting or `pulumi destroy` to cancel it.";

  test.each<{ stage: WaitGoal["stage"]; answers: Answers; after: string; text: string }>([
    {
      stage: "running",
      answers: { get: [job("PENDING")] },
      after: "1m30s",
      text: "to start running: status is PENDING.",
    },
    {
      stage: "ready",
      answers: { get: [job("PENDING")] },
      after: "1m",
      text: "to become ready: status is PENDING.",
    },
    {
      stage: "completed",
      answers: { get: [job("RUNNING")] },
      after: "1m",
      text: "to complete: status is RUNNING.",
    },
    {
      stage: "ready",
      after: "1m",
      answers: { get: [job("RUNNING")], runs: [runs({ status: "RUNNING" })] },
      text: "to become ready: status is RUNNING, but it has not published every requested port.",
    },
    {
      stage: "running",
      answers: { get: [plain(500, "")] },
      after: "1m",
      text: "to start running: it was never seen.",
    },
  ])("ends at its deadline: $after, waiting for the job $text", async (row) => {
    const timeoutMs = row.after === "1m" ? 60_000 : 90_000;
    expect(await wait(row.answers, row.stage, timeoutMs).result).toMatchObject({
      reached: false,
      error: {
        kind: "waitTimeout",
        message: `Timed out after ${row.after} waiting for job ${uuid} ${row.text} ${stillBilled}`,
      },
    });
  });

  test("has at its deadline what it read last", async () => {
    const { service, result } = wait({ get: [job("PENDING")] }, "running");
    const unread = await wait({ get: [plain(500, "")] }, "running").result;
    expect([await result, unread]).toMatchObject([
      { snapshot: { job: { status: "PENDING" } } },
      { snapshot: undefined },
    ]);
    expect(service.times.at(-1)).toBe(60_000);
  });

  describe("a job that answers 404", () => {
    const running = { uuid, status: "RUNNING" };
    const TEN_MINUTES_MS = 600_000;

    test("is waited for for a minute, and then searched: proven gone, the wait ends", async () => {
      const { service, result } = wait(
        { get: [job("PENDING"), notFound] },
        "running",
        TEN_MINUTES_MS,
      );
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

    test("and was never read is not called gone: it may still appear", async () => {
      const { result } = wait({ get: [notFound] }, "running", TEN_MINUTES_MS);
      expect(await result).toMatchObject({
        error: {
          kind: "waitTimeout",
          message:
            `The service does not show job ${uuid}, neither by its uuid nor in a list. The job may ` +
            "still be billed. Run `pulumi up` to look for it again.",
        },
      });
    });

    test("is waited for for a minute from when it was last read, not from the start", async () => {
      const pending = Array.from({ length: 60 }, () => job("PENDING"));
      const answers = { get: [...pending, notFound, job("RUNNING")] };
      const { service, result } = wait(answers, "running", TEN_MINUTES_MS);
      expect(await result).toMatchObject({ reached: true });
      expect(service.times.at(-1)).toBeGreaterThan(60_000);
      expect(service.asked).not.toContain("look");
    });

    test("while a listing shows it is waited for as the listing has it", async () => {
      const answers = { get: [notFound], look: [listOf(running)] };
      const { result } = wait(answers, "running", TEN_MINUTES_MS);
      expect(await result).toMatchObject({
        reached: true,
        snapshot: { job: { status: "RUNNING" } },
      });
    });

    test("while a listing shows it as PENDING is waited for to the deadline", async () => {
      const answers = { get: [notFound], look: [listOf({ uuid, status: "PENDING" })] };
      const { result } = wait(answers, "running", TEN_MINUTES_MS);
      expect(await result).toMatchObject({ reached: false, error: { kind: "waitTimeout" } });
    });

    test("and is not proven gone is waited for to the deadline, which says so", async () => {
      const answers = { get: [job("ASSIGNED"), notFound], look: [plain(500, "")] };
      const { service, result } = wait(answers, "running", TEN_MINUTES_MS);
      expect(await result).toMatchObject({
        reached: false,
        error: {
          kind: "waitTimeout",
          message:
            `Timed out after 10m waiting for job ${uuid} to start running: status is ASSIGNED, but ` +
            "the API answers 404 for it now and nothing proves that it is gone. The job may still " +
            `be billed. Run \`pulumi up\` to keep waiting or \`pulumi destroy\` to cancel it.`,
        },
      });
      expect(service.clock.monotonicMs()).toBeGreaterThanOrEqual(600_000);
    });

    test("at a deadline that comes sooner is searched there", async () => {
      const { service, result } = wait({ get: [job("RUNNING"), notFound] }, "completed", 45_000);
      expect(await result).toMatchObject({ reached: false, isGone: true });
      expect(service.clock.monotonicMs()).toBeLessThan(50_000);
    });

    test("for another key than the one that read it ends the wait with the next step", async () => {
      const service = createService({ get: [notFound] });
      const result = await waitForJob(service.effects, uuid, anyPort("running"), 600_000, "other");
      expect(result).toMatchObject({ reached: false, error: { kind: "config" } });
      expect(result).not.toHaveProperty("isGone");
    });
  });

  test("ends at once when the key is revoked", async () => {
    const answers = { get: [job("PENDING"), json(401, { message: "revoked" })] };
    const { service, result } = wait(answers, "running", 600_000);
    expect(await result).toMatchObject({
      reached: false,
      snapshot: { job: { status: "PENDING" } },
      error: { kind: "rejected", status: 401 },
    });
    expect(service.asked).toHaveLength(2);
  });

  test("warns once of a status that it does not know, and goes on", async () => {
    const paused = [job("PAUSED"), job("PAUSED"), job("PAUSED")];
    const { service, result } = wait({ get: [...paused, job("RUNNING")] }, "running");
    await result;
    expect(service.said).toEqual([
      `warn: the job ${uuid} has the unknown status PAUSED; it counts as alive`,
    ]);
  });

  test("has what it read last when it is cut short", async () => {
    const engine = new AbortController();
    const service = createService({ get: [job("PENDING")] }, { signal: engine.signal });
    service.effects.log.status = () => engine.abort(new Error("the engine is gone"));
    expect(await waitForJob(service.effects, uuid, anyPort("running"), 60_000)).toMatchObject({
      reached: false,
      snapshot: { job: { status: "PENDING" } },
      error: {
        kind: "aborted",
        message: `The wait for job ${uuid} was cut short: the engine is gone`,
      },
    });
  });

  test.each([3_600_000, -3_600_000])(
    "C18: is not affected by a clock that jumps by %i ms",
    async (jumpMs) => {
      const service = createService({ get: [job("PENDING"), job("PENDING"), job("RUNNING")] });
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

  test("C18: reads once more when the machine slept past the deadline, before it gives up", async () => {
    const service = createService({ get: [job("PENDING"), job("RUNNING")] });
    const { clock } = service;
    service.effects.log.status = () => {
      if (clock.slept.length === 0) clock.advance(3_600_000);
    };
    expect(await waitForJob(service.effects, uuid, anyPort("running"), 60_000)).toMatchObject({
      reached: true,
    });
  });
});
