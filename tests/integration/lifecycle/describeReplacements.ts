import type { Fault } from "../../../emulator";
import { batchInputs, boxInputs } from "../../support/lifecycle/jobInputs";
import type { Rig } from "../../support/lifecycle/rig";
import { useStack } from "../../support/lifecycle/useStack";
import { until } from "../../support/until";

const box = boxInputs({ title: "first" });
const otherBox = boxInputs({ title: "second" });
const BUY = "POST /v1/jobs";
const CANCEL = "PUT /v1/jobs/{uuid}/cancel";

/** Whole runs of the engine, one after the other, in which a job takes another one's place. */
export function describeReplacements(rig: () => Rig): void {
  const stack = useStack(rig, box);
  const { account, ids } = stack;
  const fails = (route: string, fault: Omit<Fault, "route">): void =>
    rig().emulator.failNext({ route, ...fault });
  const refusal = { status: 400, body: '{"message":"no such image"}' };

  describe("E05: the old job is cancelled, and the service refuses the new one", () => {
    beforeEach(async () => {
      fails(BUY, refusal);
      await stack.up(otherBox);
    });

    test("E05: nothing is billed, and the next up owes a job", () => {
      const owes = stack.entries().map(({ isPendingReplacement }) => isPendingReplacement);
      expect([account().alive(), owes]).toEqual([[], [true]]);
    });

    test("E05: the next up buys one, and cancels nothing again", async () => {
      const before = account().deeds().length;
      await stack.up(otherBox);
      expect([account().deeds().slice(before), account().alive()]).toEqual([[BUY], ids()]);
    });

    test("E05: a destroy instead has nothing to cancel", async () => {
      await stack.destroy();
      expect(account().cancels()).toBe(1);
    });
  });

  test.each<[string, Omit<Fault, "route">]>([
    ["before it was heard", { status: 504 }],
    ["after it was heard", { status: 504, phase: "after" }],
  ])(
    "E06: a cancel that is answered 504 %s ends before the new job begins",
    async (_name, fault) => {
      const [old] = ids();
      fails(CANCEL, fault);
      const failure = await stack.up(otherBox);
      expect([
        failure,
        account().deeds(),
        account()
          .alive()
          .includes(old ?? ""),
        account().alive(),
      ]).toEqual([undefined, [BUY, CANCEL, CANCEL, BUY], false, ids()]);
    },
  );

  describe("E07: the new job is there, and the old one cannot be cancelled", () => {
    const createFirst = { deleteBeforeReplace: false };
    beforeEach(async () => {
      fails(CANCEL, { status: 403, body: '{"message":"read-only key"}' });
      await stack.up(otherBox, createFirst);
    });

    test("E07: the state knows both", () => {
      expect([...account().alive()].sort()).toEqual([...ids()].sort());
    });

    test("E07: the next up cancels the old one, and leaves the new one alone", async () => {
      const kept = stack.entries().find(({ isCondemned }) => !isCondemned)?.id;
      await stack.up(otherBox, createFirst);
      expect([account().alive(), ids(), account().purchases()]).toEqual([[kept], [kept], 2]);
    });
  });

  describe("E10: an update meets a job that has failed", () => {
    const crash = { EMULATOR_RUN_FOR_MS: "0", EMULATOR_EXIT_CODE: "3" };
    const failing = (replaceOn?: readonly string[]): ReturnType<typeof batchInputs> =>
      batchInputs(crash, {
        waitFor: "completed",
        ...(replaceOn === undefined ? {} : { replaceOn }),
      });
    const failedUps = async (program: ReturnType<typeof batchInputs>): Promise<unknown> => {
      await stack.destroy();
      const before = account().purchases();
      const failures: boolean[] = [];
      for (let turn = 0; turn < 3; turn += 1)
        failures.push((await stack.up(program)) !== undefined);
      return { failures, purchases: account().purchases() - before };
    };

    test("E10: and fails again, without another purchase, where nothing replaces it", async () => {
      expect(await failedUps(failing([]))).toEqual({ failures: [true, true, true], purchases: 1 });
    });

    test("E10: and each up buys one, where replaceOn says so", async () => {
      expect(await failedUps(failing())).toEqual({ failures: [true, true, true], purchases: 3 });
    });
  });

  test("F08: a job that stays CANCELLING fails the delete, stays in the state, and ends with the next", async () => {
    const hasty = { name: "box", timeouts: { delete: "1s" } };
    await stack.up(boxInputs({ title: "first", __context: hasty }));
    rig().emulator.changeSettings({ cancelAfterMs: 500 });
    const failure = await stack.destroy();
    rig().emulator.changeSettings({ cancelAfterMs: 0 });
    expect([failure?.message, ids()]).toEqual([
      expect.stringMatching(
        /^box: Timed out after 1s waiting for job [0-9a-f-]{36} to end: status is CANCELLING\. /,
      ),
      account().alive(),
    ]);
    await until(() => account().alive().length === 0);
  });
}
