import type { OpenDriver } from "../../support/lifecycle/driver";
import { failureOf, type Kept, keptAfter, type Values } from "../../support/lifecycle/driver";
import { batchInputs, boxInputs } from "../../support/lifecycle/jobInputs";
import { recordRequests } from "../../support/lifecycle/recordRequests";
import { type Rig, useRig } from "../../support/lifecycle/rig";
import { until } from "../../support/until";

const GET_JOB = "GET /v1/jobs/{uuid}";
const LIST = "GET /v1/jobs";
const notFound = '{"error":{"code":"not_found","message":"There is no such job."}}';

/** Jobs that answer 404: those that live all the same, and those that are gone. */
export function describeMissing(rig: () => Rig): void {
  /** From now on every read by an id is answered 404, while lists are as they were. */
  const hide = (count = 1_000): void =>
    rig().emulator.failNext({ route: GET_JOB, status: 404, body: notFound, count });
  const show = (): void => rig().emulator.liftFaults();
  const statusOf = (uuid: string): string | undefined =>
    rig()
      .emulator.ledger()
      .jobs.find((job) => job.uuid === uuid)?.status;
  const purchases = (): number => rig().emulator.ledger().jobs.length;
  afterEach(show);

  describe("a job whose reads answer 404 while lists show it", () => {
    let created: Kept;
    beforeEach(async () => {
      created = await rig().driver.create(boxInputs());
    });

    test("is read as the list has it, and stays in the state", async () => {
      hide();
      const read = await rig().driver.read(created.id, created.outputs);
      expect(read?.outputs).toEqual(created.outputs);
    });

    test("is cancelled by a delete, which sees its end", async () => {
      hide();
      await rig().driver.delete(created.id, created.outputs);
      expect(statusOf(created.id)).toBe("CANCELLED");
    });

    test("is no failure of an update that waits for it", async () => {
      hide();
      const inputs = boxInputs({ logTailLines: 5 });
      const timed = withTimeout(inputs, "1s");
      const updated = await rig().driver.update(created.id, created.outputs, timed);
      expect(updated).toMatchObject({ status: "RUNNING", logTailLines: 5 });
    });

    test("is an error of a read where the list cannot be read, and the state is unchanged", async () => {
      hide();
      rig().emulator.failNext({ route: LIST, status: 403, body: "{}", count: 9 });
      const { message } = await failureOf(rig().driver.read(created.id, created.outputs));
      expect(message).toMatch(
        /nothing proves that the job is gone: .*`pulumi state delete`\. The state is unchanged\./,
      );
    });

    test("is never let go by a delete where the list cannot be read", async () => {
      hide();
      rig().emulator.failNext({ route: LIST, status: 403, body: "{}", count: 9 });
      await failureOf(rig().driver.delete(created.id, created.outputs));
      show();
      expect(statusOf(created.id)).toBe("RUNNING");
    });
  });

  describe("a batch job that the service forgets while it is waited for", () => {
    const inputs = withTimeout(
      batchInputs(
        { EMULATOR_RUN_FOR_MS: "600000" },
        { waitFor: "completed", onCreateFailure: "cancel", replaceOn: ["FAILED", "CANCELLED"] },
      ),
      "3s",
    );
    let kept: Awaited<ReturnType<typeof keptAfter>>;
    let before: number;
    beforeAll(async () => {
      const { driver, emulator } = rig();
      before = purchases();
      const creating = keptAfter(driver.create(inputs));
      const requests = recordRequests(emulator);
      await until(() => requests().includes("GET /v1/job-runs"));
      const uuid = emulator.ledger().jobs.at(-1)?.uuid ?? "";
      emulator.forgetJob(uuid, { force: true });
      kept = await creating;
    });

    test("keeps its state, as lost", () => {
      expect(kept.outputs).toMatchObject({ outcome: "lost", purged: true, status: "RUNNING" });
    });

    test("is explained as gone, and not as alive", () => {
      expect(kept.reasons).toEqual([expect.stringContaining(`Job ${kept.id} is gone:`)]);
    });

    test("is no change, and nothing waits for it", async () => {
      const { driver } = rig();
      expect(await driver.diff(kept.id, kept.outputs, inputs)).toEqual({
        changed: false,
        replaces: [],
      });
    });

    test("is not waited for by the update of the next up", async () => {
      const requests = recordRequests(rig().emulator);
      await keptAfter(rig().driver.update(kept.id, kept.outputs, inputs));
      expect(requests()).toEqual([]);
    });

    test("keeps its state when it is read, and is not bought again", async () => {
      const read = await rig().driver.read(kept.id, kept.outputs);
      const diff = await rig().driver.diff(kept.id, read?.outputs ?? {}, inputs);
      expect([diff, purchases() - before]).toEqual([{ changed: false, replaces: [] }, 1]);
    });

    test("is bought again by a change of its triggers", async () => {
      const again = { ...inputs, triggers: { run: "2" } };
      const { replaces } = await rig().driver.diff(kept.id, kept.outputs, again);
      expect(replaces).toEqual(["triggers"]);
    });
  });
}

/** How much faster than here time passes for the provider: a minute is a second. */
const TIME_SCALE = 60;
/** More than the minute for which a new job may be invisible, in that time. */
const LATE_MS = 70_000 / TIME_SCALE;

/** The same at the pace of long waits. */
export function describeLateMisses(open: OpenDriver): void {
  const rig = useRig(open, { timeScale: TIME_SCALE }, { assignAfterMs: 4_000 });

  test("a healthy job is not cancelled for one 404 after the first minute of its wait", async () => {
    const { driver, emulator } = rig();
    const startMs = performance.now();
    const creating = driver.create(batchInputs({}, { onCreateFailure: "cancel" }));
    await until(() => performance.now() - startMs > LATE_MS);
    const requests = recordRequests(emulator);
    emulator.failNext({ route: GET_JOB, status: 404, body: notFound });
    await until(() => requests().filter((request) => request === GET_JOB).length > 1);
    const { alive, jobs } = emulator.ledger();
    expect([alive, jobs.length, jobs[0]?.status]).toEqual([1, 1, "PENDING"]);
    expect((await creating).outputs["status"]).toBe("RUNNING");
  });
}

function withTimeout(inputs: Values, limit: string): Values {
  const hidden = (inputs["__context"] ?? {}) as Values;
  return { ...inputs, __context: { ...hidden, timeouts: { create: limit, update: limit } } };
}
