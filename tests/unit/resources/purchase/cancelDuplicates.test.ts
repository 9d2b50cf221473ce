// Two jobs where there should be one: which of them ends, and which message the user reads.
import {
  cancelLateJobsOf,
  cancelUnwanted,
  keepOneJob,
  duplicateCheckOf,
} from "../../../../provider/resources/purchase/cancelDuplicates";
import type { MarkedJob } from "../../../../provider/resources/account/sharedJobList";
import { markerText, ownerText, type Marker } from "../../../../provider/resources/job/marker";
import { cutOff, json, plain, rejection, START_OF_TIME, type Answer } from "../../../support/fakes";
import {
  createService,
  emptyList,
  job,
  listOf,
  notFound,
  otherUuid,
  uuid,
  ourMarker as marker,
  type Answers,
  type ListedJob,
  type Service,
} from "../../../support/scriptedService";

const stranger: Marker = { ...marker, generation: "eeeeeeeeee" };
const time = { postedAtMs: START_OF_TIME };
const ours = { uuid, marker, time };
const MINUTE_MS = 60_000;
const atMinute = (minutes: number): string =>
  new Date(START_OF_TIME + minutes * MINUTE_MS).toISOString();
const now = atMinute(0);

const other = (status: string): Answer => job(status, { uuid: otherUuid });
const marked = (id: string, status: string, of = marker): ListedJob => ({
  uuid: id,
  status,
  marker: markerText(of),
  created_at: now,
});
const both = listOf(marked(otherUuid, "PENDING"), marked(uuid, "RUNNING"));

/** A service where the second job can be cancelled. */
const service = (look: readonly Answer[], more: Answers = {}) =>
  createService({
    look,
    getOther: [other("RUNNING"), other("CANCELLED")],
    cancelOther: [other("CANCELLING")],
    ...more,
  });
const twoCreated = `warn: Two jobs were created for one resource. Job ${uuid} stays, job ${otherUuid} is cancelled.`;
const cancels = ({ asked }: Service): number =>
  asked.filter((route) => route === "cancelOther" || route === "cancel").length;
const onBoard = (id: string, status: string): MarkedJob => ({
  uuid: id,
  status,
  task: undefined,
  createdAt: now,
  marker,
});

describe("of two jobs of one purchase", () => {
  test("the best stays, and the end of the other is seen", async () => {
    const on = service([]);
    const jobs = [onBoard(otherUuid, "PENDING"), onBoard(uuid, "RUNNING")] as const;
    expect(await keepOneJob(on.effects, jobs, time)).toBe(jobs[1]);
    expect(on.asked).toEqual(["getOther", "cancelOther", "getOther"]);
    expect(on.said).toEqual([twoCreated]);
  });

  test.each(["CANCELLED", "CANCELLING"])("one that is %s is left alone", async (status) => {
    const on = service([]);
    const jobs = [onBoard(uuid, "RUNNING"), onBoard(otherUuid, status)] as const;
    await keepOneJob(on.effects, jobs, time);
    expect([on.asked, on.said]).toEqual([[], []]);
  });

  test("the one that stays does so also when the other cannot be cancelled", async () => {
    const on = service([], { getOther: [json(403, { message: "no" })] });
    const jobs = [onBoard(uuid, "RUNNING"), onBoard(otherUuid, "PENDING")] as const;
    expect(await keepOneJob(on.effects, jobs, time)).toBe(jobs[0]);
    expect(on.said[1]).toContain(
      `warn: Job ${otherUuid} could not be cancelled and may still be billed: `,
    );
  });
});

describe("a job that is not needed", () => {
  test("has ended where it is proven gone, for this run has seen it with its key", async () => {
    const on = service([emptyList], { getOther: [notFound] });
    await cancelUnwanted(on.effects, otherUuid);
    expect(on.asked).toEqual(["getOther", "getOther", "look"]);
  });

  test("is an error when it does not end within ten minutes", async () => {
    const on = service([], { getOther: [other("RUNNING")] });
    expect(await rejection(cancelUnwanted(on.effects, otherUuid))).toMatchObject({
      kind: "waitTimeout",
    });
    expect(on.clock.monotonicMs()).toBe(600_000);
  });
});

describe("after a request that was sent twice", () => {
  test("the list is read after 5 and 30 seconds, back to an hour before it, for clocks differ", async () => {
    const on = service([emptyList]);
    const { jobList } = on.effects;
    const list = jest.fn(jobList.list.bind(jobList));
    await cancelLateJobsOf({ ...on.effects, jobList: { ...jobList, list } }, ours);
    expect(on.times).toEqual([5_000, 30_000]);
    expect(list.mock.calls).toEqual(Array(2).fill([START_OF_TIME - 60 * MINUTE_MS]));
  });

  test("a warning says when the lists cannot be read, and the job is kept", async () => {
    const on = service([plain(403, "<html>")]);
    expect(await cancelLateJobsOf(on.effects, ours)).toBe(false);
    expect(on.said).toEqual([
      expect.stringMatching(
        /^warn: Two create requests were sent, .* not known: .* Look for two jobs with \[pulumi:aaaaaaaa/,
      ),
    ]);
  });
});

/** The last check of a create that ends on its own. */
const checkLast = (
  { effects }: Service,
  bought: Parameters<typeof duplicateCheckOf>[1] = ours,
): Promise<void> =>
  effects.duplicateChecks.begin().finishWithCheck(duplicateCheckOf(effects, bought));

describe("the last check of a create", () => {
  const elsewhere = { ...stranger, stack: "zzzzzzzz" };

  test("cancels a second job of the same purchase", async () => {
    const on = service([both]);
    await checkLast(on);
    expect([cancels(on), on.said]).toEqual([1, [twoCreated]]);
  });

  test("reports a live job of another purchase, and leaves it alone", async () => {
    const on = service([listOf(marked(otherUuid, "RUNNING", stranger))]);
    await checkLast(on);
    expect(cancels(on)).toBe(0);
    expect(on.said).toEqual([expect.stringContaining("carries this resource's marker too")]);
  });

  test.each([
    {
      name: "is of another resource",
      isInState: false,
      listed: marked(otherUuid, "RUNNING", elsewhere),
    },
  ])("does not report a job that $name", async ({ listed, isInState }) => {
    const on = service([listOf(listed)]);
    const { generation } = stranger;
    const shown = { generation, uuid: otherUuid, marker: stranger };
    if (isInState) on.effects.processJobs.recordStateResource(shown);
    await checkLast(on);
    expect(on.said).toEqual([]);
  });

  test.each([
    [elsewhere, /for another stack, or .* sweep .* old name, or in the console\.$/],
    [{ ...stranger, resource: "zzzzzzzz" }, /for a resource that is not in this program, or/],
  ])("names a killed run's job that only this list shows, of %j", async (of, words) => {
    const on = service([listOf(marked(otherUuid, "RUNNING", of))]);
    const posted = { ...of, postedAtMs: START_OF_TIME, state: "posted" } as const;
    on.effects.journal.add(ownerText(of), { ...posted, liveness: "dead" });
    await checkLast(on);
    expect([cancels(on), on.said]).toEqual([0, [expect.stringMatching(words)]]);
  });

  describe("leaves alone, and names,", () => {
    const check = async (created_at: string, bought?: Parameters<typeof checkLast>[1]) => {
      const on = service([listOf({ ...marked(otherUuid, "RUNNING"), created_at })]);
      await checkLast(on, bought);
      return [cancels(on), on.said];
    };
    const copied = [0, [expect.stringContaining("somebody may have copied that job")]];

    test("a copy that was made during a long wait", async () => {
      expect(await check(atMinute(11))).toEqual(copied);
    });

    test("once in a run", async () => {
      const on = service([listOf({ ...marked(otherUuid, "RUNNING"), created_at: atMinute(11) })]);
      for (let check = 0; check < 2; check += 1) await checkLast(on);
      expect([cancels(on), on.said]).toEqual(copied);
    });

    test("the job whose copy is adopted, on a machine that did not buy it", async () => {
      expect(await check(now, { uuid, marker })).toEqual(copied);
    });
  });

  test("names a second job where the service showed its clock only after the request was noted", async () => {
    const on = service([both]);
    Object.defineProperty(on.effects.api, "clockOffsetMs", { value: 0 });
    await checkLast(on);
    expect([cancels(on), on.said]).toEqual([0, [expect.stringContaining("may have copied")]]);
  });

  test("cancels the second job of a killed run whose first is taken over", async () => {
    const on = service([both]);
    on.effects.journal.add("aaaaaaaa.bbbbbbbb", { ...marker, postedAtMs: START_OF_TIME });
    await checkLast(on, { uuid, marker });
    expect(cancels(on)).toBe(1);
  });

  test.each(["hold", "holdElsewhere"] as const)(
    "leaves a job of the same request to the resource that has adopted it, in any backend: %s",
    async (hold) => {
      const on = service([both]);
      on.effects.journal[hold](otherUuid, { holder: "eeeeeeee.ffffffff", isRetained: false });
      await checkLast(on);
      expect([cancels(on), on.said]).toEqual([0, []]);
    },
  );

  test("cancels a second job by the service's clock, where ours is an hour ahead", async () => {
    const createdAt = atMinute(-60);
    const on = service([listOf({ ...marked(otherUuid, "RUNNING"), created_at: createdAt })]);
    const clockOffsetMs = -60 * MINUTE_MS;
    Object.defineProperty(on.effects.api, "clockOffsetMs", { value: clockOffsetMs });
    await checkLast(on, { uuid, marker, time: { postedAtMs: START_OF_TIME, clockOffsetMs } });
    expect(cancels(on)).toBe(1);
  });

  test("that fails is no failure of the create", async () => {
    const on = service([cutOff()]);
    await checkLast(on);
    expect(on.said).toEqual([
      expect.stringMatching(/^debug: the last check for duplicates failed: /),
    ]);
  });
});
