// One purchase, step by step: what is sent, what is written down, and what a lost answer leads to.
import type { JobDetails } from "../../../../provider/api/endpoints/jobs";
import { DispersedError } from "../../../../provider/api/errors/errors";
import { purchaseJob, type Bought } from "../../../../provider/resources/purchase/purchaseJob";
import { markerText, ownerText } from "../../../../provider/resources/job/marker";
import type { Purchase } from "../../../../provider/resources/purchase/order";
import { keyFingerprint } from "../../../../provider/resources/account/confirmGone";
import { config, json, plain, rejection, START_OF_TIME, type Answer } from "../../../support/fakes";
import {
  createService,
  emptyList,
  job,
  listOf,
  otherUuid,
  uuid,
  ourMarker as marker,
  type Answers,
  type Service,
} from "../../../support/scriptedService";

const owner = ownerText(marker);
const description = `a box [pulumi:${markerText(marker)}]`;
const ours = listOf({ uuid, status: "RUNNING", marker: markerText(marker) });
const unreadable = plain(403, "<html>");

const made = (fields: object = { description }): JobDetails =>
  ({ uuid, status: "PENDING", ...fields }) as JobDetails;
const lost = new DispersedError("ambiguous", "the connection broke.");
const no = new DispersedError("rejected", "no credits.", { status: 402, fromApi: true });

interface Shop {
  readonly service: Service;
  /** The descriptions that were sent. */
  readonly sent: readonly string[];
  /** What the journal held when the order was sent. */
  readonly written: readonly unknown[];
  buy(approve?: () => Promise<void>): Promise<Bought>;
}

/** A service that answers orders in this way, and lists jobs in that one. */
function shop(
  answers: readonly (JobDetails | Error)[],
  look: readonly Answer[] = [emptyList],
  more: Answers = {},
  signal = new AbortController().signal,
  refusal?: (allowVariant: () => Promise<boolean>) => Promise<JobDetails>,
): Shop {
  const service = createService({ look, ...more }, { signal });
  const sent: string[] = [];
  const written: unknown[] = [];
  const purchase: Purchase = {
    body: {},
    description: "a box",
    wanted: {},
    hardware: {},
    submit: (text, { allowVariant }) => {
      sent.push(text);
      written.push(...service.effects.journal.entriesOf(owner));
      if (refusal !== undefined) return refusal(allowVariant ?? (() => Promise.resolve(true)));
      const answer = answers[sent.length - 1] ?? new Error("nobody may send again");
      return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
    },
  };
  const buy: Shop["buy"] = (approve = () => Promise.resolve()) =>
    purchaseJob(service.effects, { purchase, marker, inputs: {}, approve });
  return { service, sent, written, buy };
}

const entries = ({ service }: Shop): readonly unknown[] => service.effects.journal.entriesOf(owner);
const posted = {
  key: keyFingerprint(config.publicKey.value),
  place: "here",
  liveness: "own",
  generation: marker.generation,
  spec: marker.spec,
  origin: "https://api.example.com",
  postedAtMs: START_OF_TIME,
  state: "posted",
};
/** The reason in the intent of an unconfirmed purchase. */
const why = (bought: Bought): unknown =>
  bought.kind === "unconfirmed" ? bought.error.message : bought;

describe("a purchase", () => {
  test("is in the journal before it is sent, and its job afterwards", async () => {
    const at = shop([made()]);
    expect(await at.buy()).toMatchObject({ kind: "job", uuid, marker, seen: { uuid } });
    expect([at.sent, at.written, entries(at)]).toEqual([
      [description],
      [posted],
      [{ ...posted, uuid }],
    ]);
  });

  test("that is refused is forgotten, and may be made again", async () => {
    const at = shop([no]);
    expect(await rejection(at.buy())).toBe(no);
    const { processJobs } = at.service.effects;
    expect([entries(at), processJobs.isKnownPurchase(marker.generation), at.sent.length]).toEqual([
      [],
      false,
      1,
    ]);
  });

  test("B19: whose refused signature was corrected is a request sent twice: a job that the first one made is cancelled", async () => {
    const created_at = new Date(START_OF_TIME).toISOString();
    const both = (otherStatus: string): Answer =>
      listOf(
        { uuid, status: "RUNNING", marker: markerText(marker), created_at },
        { uuid: otherUuid, status: otherStatus, marker: markerText(marker), created_at },
      );
    const at = shop(
      [],
      [emptyList, emptyList, both("PENDING"), both("CANCELLED")],
      {
        getOther: ["PENDING", "CANCELLED"].map((status) => job(status, { uuid: otherUuid })),
        cancelOther: [job("CANCELLING", { uuid: otherUuid })],
      },
      undefined,
      async (allowVariant) => {
        expect(await allowVariant()).toBe(true);
        return made();
      },
    );
    const bought = await at.buy();
    expect(entries(at)).toEqual([{ ...posted, uuid, isSentTwice: true }]);
    await (bought.kind === "job" ? bought.followUp : undefined);
    expect(at.service.asked).toContain("cancelOther");
    expect(entries(at)).toEqual([{ ...posted, uuid, isSentTwice: false }]);
    expect(at.service.said[0]).toContain("The signature of the create request was refused");
  });

  test("is not made where a killed run has left a job of the same order, which is taken", async () => {
    const at = shop([], [emptyList], { get: [job("RUNNING")] });
    const { spec, origin } = posted;
    const killed = { generation: "eeeeeeeeee", spec, origin, uuid };
    at.service.effects.journal.add(owner, { ...killed, postedAtMs: START_OF_TIME - 60_000 });
    expect(await at.buy()).toMatchObject({
      kind: "job",
      uuid,
      marker: { ...marker, generation: "eeeeeeeeee" },
      seen: { status: "RUNNING" },
    });
    expect(at.sent).toEqual([]);
  });

  test("is followed by a search for the job that a killed run requested a minute ago, which is cancelled", async () => {
    const killed = { ...marker, generation: "eeeeeeeeee", spec: "zzzzzzzz" };
    const time = { postedAtMs: START_OF_TIME - 60_000 };
    const created_at = new Date(time.postedAtMs).toISOString();
    const late = { uuid: otherUuid, status: "PENDING", marker: markerText(killed), created_at };
    const at = shop([made()], [...Array<Answer>(4).fill(emptyList), listOf(late)], {
      getOther: ["PENDING", "CANCELLED"].map((status) => job(status, { uuid: otherUuid })),
      cancelOther: [job("CANCELLING", { uuid: otherUuid })],
    });
    at.service.effects.journal.add(owner, { ...killed, origin: posted.origin, ...time });
    const bought = await at.buy();
    await (bought.kind === "job" ? bought.followUp : undefined);
    expect(bought).toMatchObject({
      kind: "job",
      uuid,
      boughtAt: { postedAtMs: START_OF_TIME + 4_000 },
    });
    expect(at.service.asked).toContain("cancelOther");
  });

  test("is not made when the order is not approved", async () => {
    const at = shop([]);
    const tooExpensive = new Error("too expensive");
    expect(await rejection(at.buy(() => Promise.reject(tooExpensive)))).toBe(tooExpensive);
    expect([at.sent, entries(at)]).toEqual([[], []]);
  });
});

describe("a purchase of this run that is asked for again", () => {
  test("gives the job that it made, which was not read", async () => {
    const at = shop([made()]);
    await at.buy();
    const seen = { uuid, status: "UNKNOWN" };
    expect(await at.buy()).toMatchObject({ kind: "job", uuid, marker, seen });
    expect(at.sent).toHaveLength(1);
  });

  test("is searched, and never sent again, while its job is not known", async () => {
    const at = shop([]);
    at.service.effects.processJobs.recordPurchase(marker.generation);
    const bought = await at.buy();
    expect(why(bought)).toContain(
      "an earlier request of this run was lost. Then no job was seen so far. Its marker is " +
        `${markerText(marker)}.`,
    );
    expect(bought).toMatchObject({ error: { kind: "ambiguous", cause: { kind: "ambiguous" } } });
    expect([at.sent, at.service.times.at(-1)]).toEqual([[], 34_000]);
  });

  test("gives the job that has appeared meanwhile", async () => {
    const at = shop([], [emptyList, ours]);
    at.service.effects.processJobs.recordPurchase(marker.generation);
    expect(await at.buy()).toMatchObject({ kind: "job", uuid, seen: { status: "RUNNING" } });
  });
});

describe("a purchase whose answer is lost", () => {
  test("is sent once more when it is proven that there is no job", async () => {
    const at = shop([lost, made()]);
    const bought = await at.buy();
    expect([bought.kind, at.sent]).toEqual(["job", [description, description]]);
    expect(at.service.said).toEqual([expect.stringContaining("It is sent once more.")]);
  });

  test("is not sent again when the list cannot be read: the intent is kept", async () => {
    const at = shop([lost], [emptyList, unreadable]);
    const bought = await at.buy();
    expect(why(bought)).toMatch(
      /a job may exist and be billed: the connection broke\. Then the jobs cannot be listed/,
    );
    const error = expect.objectContaining({ kind: "ambiguous", cause: lost }) as DispersedError;
    expect(bought).toEqual({ kind: "unconfirmed", marker, error });
    expect([at.sent.length, entries(at)]).toEqual([1, [posted]]);
  });

  test("is not sent again where the service drops markers", async () => {
    const at = shop([lost]);
    at.service.effects.processJobs.markersDropped = true;
    expect(why(await at.buy())).toContain("Then markers are dropped.");
    expect(at.sent).toHaveLength(1);
  });

  test("is kept as an intent when the search ends early", async () => {
    const engine = new AbortController();
    const at = shop([lost], [emptyList], {}, engine.signal);
    const { effects } = at.service;
    const look = effects.jobList.list.bind(effects.jobList);
    effects.jobList.list = (sinceMs) => {
      if (at.sent.length > 0) engine.abort(new Error("the engine is gone"));
      return look(sinceMs);
    };
    expect(why(await at.buy())).toContain("Then the search for it ended: the engine is gone");
  });
});

describe("a purchase that was sent twice", () => {
  test("has two jobs: the second one stays, and the late first one is cancelled", async () => {
    const twins = listOf(
      {
        uuid: otherUuid,
        status: "RUNNING",
        marker: markerText(marker),
        created_at: new Date(START_OF_TIME).toISOString(),
      },
      { uuid, status: "PENDING", marker: markerText(marker) },
    );
    const at = shop([lost, made()], [...Array<Answer>(10).fill(emptyList), twins], {
      getOther: ["RUNNING", "CANCELLED"].map((status) => job(status, { uuid: otherUuid })),
      cancelOther: [job("CANCELLING", { uuid: otherUuid })],
    });
    const bought = await at.buy();
    if (bought.kind === "job") await bought.followUp;
    expect(bought).toMatchObject({ kind: "job", uuid });
    expect(at.service.asked).toContain("cancelOther");
  });

  test("is kept as an intent when the second one is refused: the first may be on its way", async () => {
    const at = shop([lost, no]);
    expect(why(await at.buy())).toContain("no credits. Then the first one was lost.");
    expect(entries(at)).toHaveLength(1);
  });

  test("is taken when the second one is lost as well, and its job is seen", async () => {
    const at = shop([lost, lost], [...Array<Answer>(10).fill(emptyList), ours]);
    expect(await at.buy()).toMatchObject({ kind: "job", uuid });
  });

  test("is kept as an intent when both are lost, and is not sent a third time", async () => {
    const at = shop([lost, lost]);
    expect(why(await at.buy())).toContain("Then two requests were lost.");
    expect(at.sent).toHaveLength(2);
  });
});

test("an answer about a job that existed before changes nothing, and stays in the journal", async () => {
  const at = shop([made({})], [listOf({ uuid, status: "RUNNING" })]);
  expect(await rejection(at.buy())).toMatchObject({
    kind: "rejected",
    message:
      `The service answered the create request with job ${uuid}, which existed before and is not ` +
      "this resource's. It was not changed. If the service wants titles to be unique, set another " +
      `\`title\`; if the job is yours, set \`adopt: "${uuid}"\`.`,
  });
  expect(at.service.asked).not.toContain("cancel");
  expect(at.service.effects.processJobs.claimedBy(uuid)).toBeUndefined();
  expect(entries(at)).toEqual([posted]);
});

test("a job without a marker is ours though the service's clock is an hour behind", async () => {
  const hourAgo = START_OF_TIME - 3_600_000;
  const date = { date: new Date(hourAgo).toUTCString() };
  const at = shop(
    [made({ createdAt: new Date(hourAgo).toISOString() })],
    [json(200, { data: [], total: 0 }, date)],
  );
  expect(await at.buy()).toMatchObject({ kind: "job", uuid });
});

test("a process that was suspended sends nothing when another run has taken over", async () => {
  const at = shop([]);
  at.service.effects.journal.isStillAnnounced = () => false;
  const purchase: Purchase = {
    body: {},
    description: "a box",
    wanted: {},
    hardware: {},
    submit: (_text, { beforeAttempt }) => {
      beforeAttempt?.();
      return Promise.resolve(made());
    },
  };
  const order = { purchase, marker, inputs: {}, approve: () => Promise.resolve() };
  const error = await rejection(purchaseJob(at.service.effects, order));
  expect(error).toMatchObject({ kind: "notSent" });
  expect(entries(at)).toEqual([]);
});

describe("a refusal that a proxy may have made", () => {
  const refused = new DispersedError("rejected", "who are you?", { status: 401 });

  test("is reported when a list has no job, and stays in the journal for the next run", async () => {
    const at = shop([refused]);
    expect(await rejection(at.buy())).toBe(refused);
    expect([at.service.asked, entries(at)]).toEqual([["look", "look"], [posted]]);
  });

  test("is not believed when a list has the job", async () => {
    const at = shop([refused], [emptyList, ours]);
    expect(await at.buy()).toMatchObject({ kind: "job", uuid, seen: { status: "RUNNING" } });
  });
});

test.each([true, false])(
  "an answer without the marker is warned of, unless it is known that markers are dropped: %p",
  async (isKnown) => {
    const at = shop([made({})]);
    const { processJobs } = at.service.effects;
    processJobs.markersDropped = isKnown;
    expect(await at.buy()).toMatchObject({ kind: "job", uuid });
    expect(processJobs.markersDropped).toBe(true);
    expect(at.service.said).toEqual(
      isKnown
        ? []
        : [expect.stringContaining("The service does not return descriptions whole, so a job")],
    );
  },
);
