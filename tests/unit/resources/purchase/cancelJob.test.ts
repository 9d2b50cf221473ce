// The end of a job: when it is believed, and how long it is asked for.
import { cancelUntilEnded } from "../../../../provider/resources/purchase/cancelJob";
import { json, plain } from "../../../support/fakes";
import {
  countOf,
  createService,
  emptyList,
  job,
  notFound,
  ourKey as lastKey,
  uuid,
  type Answers,
  type Service,
} from "../../../support/scriptedService";

const TIMEOUT_MS = 65_000;
const refused = json(403, { message: "no" });
const broken = plain(500, "");
const running = job("RUNNING");
const cancelled = job("CANCELLED");
const cancel = [job("CANCELLING")];

interface Cancel {
  readonly service: Service;
  readonly ended: Promise<string>;
}

/** A cancel that may take 65 seconds: `ended`, or why it was given up. */
function cancelWith(answers: Answers, isAsked = false): Cancel {
  const service = createService({ cancel, ...answers });
  const target = { uuid, lastKey, timeoutMs: TIMEOUT_MS, isAsked };
  const ended = cancelUntilEnded(service.effects, target).then(
    () => "ended",
    (error: unknown) => String(error),
  );
  return { service, ended };
}

describe("the end of a job is seen", () => {
  test.each<[string, Answers, string]>([
    ["before it is asked for", { get: [cancelled] }, "get"],
    ["after it", { get: [running, cancelled] }, "get cancel get"],
    ["in spite of a read that failed", { get: [running, broken, cancelled] }, "get cancel get get"],
    [
      "where the job is proven gone before it is asked for",
      { get: [notFound], look: [emptyList] },
      "get get look",
    ],
    [
      "where the job is proven gone after it",
      { get: [running, notFound], look: [emptyList] },
      "get cancel get get look",
    ],
    [
      "after a 404 that another read corrects, without another cancel",
      { get: [running, notFound, job("CANCELLING"), cancelled] },
      "get cancel get get get",
    ],
    [
      "where the answer to a cancel was lost, without another one",
      { get: [running, job("CANCELLING"), cancelled], cancel: [json(409, { message: "busy" })] },
      "get cancel get get",
    ],
    [
      "of a job that somebody cancels already, and it is asked for once more",
      { get: [job("CANCELLING"), cancelled] },
      "get cancel get",
    ],
  ])("%s", async (_name, answers, asked) => {
    const { service, ended } = cancelWith(answers);
    expect([await ended, service.asked.join(" ")]).toEqual(["ended", asked]);
  });

  test("of a job that is being cancelled already, without another cancel", async () => {
    const { service, ended } = cancelWith({ get: [job("CANCELLING"), cancelled] }, true);
    expect([await ended, service.asked]).toEqual(["ended", ["get", "get"]]);
  });
});

describe("a cancel is given up", () => {
  test.each<[string, Answers, string, string]>([
    ["where the job may not be read", { get: [refused] }, "403", "get"],
    ["where it is refused", { get: [running], cancel: [refused] }, "403", "get cancel"],
    ["where its end may not be read", { get: [running, refused] }, "403", "get cancel get"],
    [
      "before it is asked for, where nothing proves that the job is gone",
      { get: [notFound], look: [json(200, { data: [] })] },
      "nothing proves that the job is gone",
      "get get look",
    ],
  ])("at once %s", async (_name, answers, why, asked) => {
    const { service, ended } = cancelWith(answers);
    expect(await ended).toContain(why);
    expect(service.asked.join(" ")).toBe(asked);
  });

  test("after three that had no clear answer, with longer and longer pauses", async () => {
    const { service, ended } = cancelWith({ get: [running], cancel: [notFound] });
    expect(await ended).toContain("404");
    expect([countOf(service, "cancel"), service.clock.slept]).toEqual([3, [1_000, 2_000]]);
  });

  test("when the time is up: the job may still be billed", async () => {
    const { service, ended } = cancelWith({ get: [running] });
    expect(await ended).toContain(
      `Timed out after 1m5s waiting for job ${uuid} to end: status is RUNNING. The job may still be billed.`,
    );
    expect(service.clock.monotonicMs()).toBe(TIMEOUT_MS);
  });

  test("when the time is up and no status was read since", async () => {
    const { ended } = cancelWith({ get: [running, broken] });
    expect(await ended).toContain("status is not known.");
  });

  test("when the time is up and nothing has proven the job gone: every ten seconds it is tried again", async () => {
    const { service, ended } = cancelWith({ get: [running, notFound], look: [broken] });
    expect(await ended).toContain("nothing proves that the job is gone");
    expect(service.clock.slept).toContain(10_000);
    expect(service.clock.monotonicMs()).toBe(TIMEOUT_MS);
  });
});
