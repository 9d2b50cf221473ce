import { DispersedError } from "../../../../provider/api/errors/errors";
import { createPoller } from "../../../../provider/api/polling/poller";
import type { Observation } from "../../../../provider/api/polling/observations";
import type { JobSnapshot } from "../../../../provider/resources/job/outputsFromApi";
import { observeJob } from "../../../../provider/resources/account/fetchJobs";
import { decideWait } from "../../../../provider/resources/wait/decideWait";
import { waitForJob } from "../../../../provider/resources/wait/waitForJob";
import type { WaitGoal } from "../../../../provider/resources/job/waitFor";
import { cutOff, json, plain } from "../../../support/fakes";
import {
  createService,
  job,
  noRuns,
  notFound,
  runs,
  snapshotOf,
  sshUrl,
  uuid,
  type Answers,
  type Service,
} from "../../../support/scriptedService";

const seen = (
  status: string,
  runStatus?: string,
  statusReason?: string,
): Observation<JobSnapshot> => ({
  seen: true,
  value: snapshotOf(
    { status, statusReason },
    runStatus === undefined ? undefined : { status: runStatus, nodeUrls: [sshUrl] },
  ),
});

const anyPort = (stage: WaitGoal["stage"]): WaitGoal => ({ stage, ports: undefined });

describe("decideWait", () => {
  test.each([
    ["FAILED", "no node", "failed before running (no node)"],
    ["CANCELLED", undefined, "was cancelled before running"],
  ])("fails when the job ended %s", (status, reason, words) => {
    expect(decideWait(anyPort("running"), seen(status, undefined, reason))).toEqual({
      failed: new DispersedError(
        "jobEnded",
        `Job ${uuid} ${words}. Billing has stopped. To buy it again, run \`pulumi up --replace\` ` +
          "with its URN or change its `triggers`.",
      ),
    });
  });

  const failedRead = (kind: DispersedError["kind"], status: number): Observation<JobSnapshot> => ({
    seen: false,
    error: new DispersedError(kind, "no", { status }),
  });

  test("fails at a key that is refused", () => {
    const read = failedRead("rejected", 401);
    const { error } = read as { error: unknown };
    expect(decideWait(anyPort("running"), read)).toEqual({ failed: error });
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

  test("goes on after failed reads in between", async () => {
    const { service, result } = wait(
      {
        get: [json(404, { message: "not yet" }), job("ASSIGNED"), cutOff(), job("RUNNING")],
        runs: [noRuns, plain(502, "<html>"), noRuns],
      },
      "running",
    );
    expect(await result).toMatchObject({ reached: true });
    expect(service.asked.join(" ")).toBe("get get runs get get runs runs");
  });

  const stillBilled =
    "The job may still be billed. Run `pulumi up` to keep waiting or `pulumi destroy` to cancel it.";

  const noPorts = { get: [job("RUNNING")], runs: [runs({ status: "RUNNING" })] };

  test.each<[WaitGoal["stage"], Answers, string]>([
    ["completed", { get: [job("RUNNING")] }, "to complete: status is RUNNING."],
    [
      "ready",
      noPorts,
      "to become ready: status is RUNNING, but it has not published every requested port.",
    ],
    ["running", { get: [plain(500, "")] }, "to start running: it was never seen."],
  ])("ends at its deadline, waiting to be %s %#", async (stage, answers, text) => {
    expect(await wait(answers, stage, 90_000).result).toMatchObject({
      reached: false,
      error: {
        kind: "waitTimeout",
        message: `Timed out after 1m30s waiting for job ${uuid} ${text} ${stillBilled}`,
      },
    });
  });

  describe("a job that answers 404", () => {
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

    test("is waited for for a minute from when it was last read, not from the start", async () => {
      const pending = Array.from({ length: 60 }, () => job("PENDING"));
      const answers = { get: [...pending, notFound, notFound, job("RUNNING")] };
      const { service, result } = wait(answers, "running", TEN_MINUTES_MS);
      expect(await result).toMatchObject({ reached: true });
      expect(service.times.at(-1)).toBeGreaterThan(60_000);
      expect(service.asked).not.toContain("look");
    });

    test("and is not proven gone is waited for to the deadline, which says so", async () => {
      const answers = { get: [job("ASSIGNED"), notFound], look: [plain(500, "")] };
      const { service, result } = wait(answers, "running", TEN_MINUTES_MS);
      expect(await result).toMatchObject({
        reached: false,
        error: {
          kind: "waitTimeout",
          message: expect.stringContaining("nothing proves that it is gone") as string,
        },
      });
      expect(service.clock.monotonicMs()).toBeGreaterThanOrEqual(600_000);
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
