// What an update leaves in the state when the job is not what it should be, or never was.
import { jobDefinition } from "../../../../provider/resources/lifecycle/job";
import type { PartialFailure } from "../../../../provider/resources/contract/partialFailure";
import { json, plain, rejection, START_OF_TIME, type Answer } from "../../../support/fakes";
import {
  createService,
  emptyList,
  job,
  liveRun,
  listOf,
  noRuns,
  notFound,
  otherUuid,
  runs,
  ourKey,
  outputsOf,
  uuid,
  type Route,
  type Service,
} from "../../../support/scriptedService";

const marker = "aaaaaaaa.bbbbbbbb.cccccccccc.dddddddd";
const unconfirmed = `unconfirmed:${marker}`;
const inputs = { task: "PERSISTENT", container: { image: "ubuntu" }, __context: { name: "box" } };
const doubtful = outputsOf("UNCONFIRMED", {
  uuid: undefined,
  marker,
  __context: { name: "box", key: ourKey, postedAtMs: START_OF_TIME - 3_600_000, unready: true },
});

interface Change extends Service {
  update(
    outputs: Readonly<Record<string, unknown>>,
    more?: object,
    id?: string,
  ): Promise<Readonly<Record<string, unknown>>>;
}

function changeOn(answers: Partial<Record<Route, readonly Answer[]>>): Change {
  const service = createService({ runs: [noRuns], list: [emptyList], ...answers });
  const update: Change["update"] = (outputs, more = {}, id = uuid) =>
    jobDefinition.update(service.effects, id, outputs, { ...inputs, ...more });
  return { ...service, update };
}

const failure = async (promise: Promise<unknown>): Promise<PartialFailure> =>
  (await rejection(promise)) as PartialFailure;

describe("a purchase of which an update proves that it never made a job", () => {
  const fail = (): Promise<PartialFailure> =>
    failure(changeOn({}).update(doubtful, { sshUser: "root" }, unconfirmed));

  test("is noted as such, with the new settings and the old facts", async () => {
    expect(await fail()).toMatchObject({
      name: "PartialFailure",
      id: unconfirmed,
      outputs: {
        ...doubtful,
        sshUser: "root",
        status: "NOT_CREATED",
        __context: doubtful["__context"],
      },
    });
  });

  test("is an error, for something was wanted, and says that no job stays", async () => {
    const { reasons, cause } = await fail();
    expect([reasons, (cause as { kind: string }).kind]).toEqual([
      [
        "box: the request never created a job, and nothing is billed. Run `pulumi up` again to " +
          "buy one.",
      ],
      "notSent",
    ]);
  });
});

describe("an update of a purchase that nobody could confirm", () => {
  test("takes the job that it finds, and cancels a second one", async () => {
    const twins = listOf(
      {
        ...{ uuid: otherUuid, status: "PENDING", marker },
        created_at: new Date(START_OF_TIME - 3_600_000).toISOString(),
      },
      { uuid, status: "RUNNING", marker },
    );
    const at = changeOn({
      look: [twins],
      get: [job("RUNNING")],
      runs: [liveRun],
      getOther: [json(200, { uuid: otherUuid, status: "CANCELLED" })],
    });
    expect(await at.update(doubtful, {}, unconfirmed)).toMatchObject({ uuid, status: "RUNNING" });
    expect(at.asked).toContain("getOther");
  });

  test("names the ways out where no list tells, once nothing is on its way any more", async () => {
    const at = changeOn({ look: [json(200, { data: [] })] });
    expect(String(await rejection(at.update(doubtful, {}, unconfirmed)))).toContain(
      "if the console shows the job, set `adopt` to its uuid; if it does not, remove the " +
        "resource with `pulumi state delete`. It may still be billed.",
    );
  });

  test("names no such way while the request may be on its way", async () => {
    const at = changeOn({ look: [json(200, { data: [] })] });
    const context = { ...(doubtful["__context"] as object), postedAtMs: START_OF_TIME - 60_000 };
    const recent = { ...doubtful, __context: context };
    const error = await rejection(at.update(recent, {}, unconfirmed));
    expect(String(error)).not.toContain("pulumi state delete");
  });

  test("tells how to ask once more where nobody knows yet, and that it stays", async () => {
    const at = changeOn({ look: [json(403, { message: "no" })] });
    expect(String(await rejection(at.update(doubtful, {}, unconfirmed)))).toContain(
      "Run `pulumi up` again. The job stays in the stack.",
    );
  });
});

describe("an update that sees nothing of the job", () => {
  test.each([
    ["the key is refused", json(401, { message: "no" })],
    ["the key may not look", json(403, { message: "no" })],
    ["a proxy says that there is nothing", plain(404, "<html>")],
  ])("does not call it lost when %s", async (_name, answer) => {
    const { outputs } = await failure(changeOn({ get: [answer] }).update(outputsOf("RUNNING")));
    expect(outputs).toMatchObject({ status: "RUNNING", outcome: "active" });
  });

  test("has the new settings in the state nevertheless", async () => {
    const at = changeOn({ get: [json(401, { message: "no" })] });
    const last = outputsOf("RUNNING", { sshUser: "me", logTailLines: 3, hourlyRateUsd: 0.5 });
    const { outputs } = await failure(at.update(last, { sshUser: "root" }));
    expect([outputs["sshUser"], "logTailLines" in outputs, outputs["hourlyRateUsd"]]).toEqual([
      "root",
      false,
      0.5,
    ]);
  });

  test("does not blame a key that an earlier run stored: an `up` has a new one", async () => {
    const at = changeOn({ get: [json(401, { message: "no" })] });
    expect(String(await failure(at.update(outputsOf("RUNNING"))))).not.toContain("--run-program");
  });

  test("does not blame a stored key in the search for a purchase either", async () => {
    const at = changeOn({ look: [json(401, { message: "no" })] });
    const error = await rejection(at.update(doubtful, {}, unconfirmed));
    expect(String(error)).not.toContain("--run-program");
  });
});

describe("a job that cost too much and was cancelled for it", () => {
  test("stays called so", async () => {
    const at = changeOn({ get: [job("CANCELLED")] });
    const last = outputsOf("CANCELLED", { outcome: "overPriced" });
    expect(await at.update(last, { sshUser: "root" })).toMatchObject({ outcome: "overPriced" });
  });

  const dear = outputsOf("CANCELLED", {
    ...{ outcome: "overPriced", hourlyRateUsd: 1.4, maxHourlyUsd: 0.5 },
    __context: { name: "box", key: ourKey },
  });
  const capped = { maxHourlyUsd: 0.5 };
  const told = `the job ${uuid} was cancelled because its node cost $1.40 an hour, more than maxHourlyUsd`;

  test.each<[string, Partial<Record<Route, readonly Answer[]>>]>([
    ["tells its run no more", { get: [job("CANCELLED")] }],
    ["still tells its run", { get: [job("CANCELLED")], runs: [runs({ status: "CANCELLED" })] }],
    ["has forgotten it", { get: [notFound], list: [emptyList] }],
  ])(
    "keeps its price in the state and in the error where the service %s",
    async (_name, answers) => {
      const error = await failure(changeOn(answers).update(dear, capped));
      expect(error.outputs).toMatchObject({ outcome: "overPriced", hourlyRateUsd: 1.4 });
      expect(String(error)).toContain(told);
      expect(String(error)).toContain("--replace");
    },
  );

  test("keeps its price with one `up` after the other", async () => {
    const at = changeOn({ get: [job("CANCELLED")] });
    const { outputs } = await failure(at.update(dear, capped));
    expect(String(await failure(at.update(outputs, capped)))).toContain(told);
  });

  test("keeps its price through a refresh", async () => {
    const { effects } = changeOn({ get: [job("CANCELLED")] });
    const read = await jobDefinition.read(effects, uuid, dear);
    expect(read?.outputs).toMatchObject({ outcome: "overPriced", hourlyRateUsd: 1.4 });
  });

  test("is told to have cost too much also where a state does not hold its price", async () => {
    const at = changeOn({ get: [job("CANCELLED")] });
    const older = { ...dear, hourlyRateUsd: undefined };
    expect(String(await failure(at.update(older, capped)))).toContain(
      "cost more than maxHourlyUsd",
    );
  });
});

describe("a job that is past its time", () => {
  const expired = outputsOf("RUNNING", {
    expiresAfter: "1h",
    expiresAt: "2020-01-01T00:00:00.000Z",
  });
  const wanted = { expiresAfter: "1h" };

  test("is cancelled, noted as expired and told of", async () => {
    const at = changeOn({
      get: [job("RUNNING"), job("CANCELLED")],
      cancel: [job("CANCELLING")],
    });
    expect(await at.update(expired, wanted)).toMatchObject({
      status: "CANCELLED",
      outcome: "expired",
      expiresAt: "2020-01-01T00:00:00.000Z",
      __context: { name: "box", key: ourKey },
    });
    expect(at.said).toContain(`warn: the job ${uuid} has expired and was cancelled`);
  });

  test("is not waited for after its end", async () => {
    const at = changeOn({ get: [job("CANCELLED")] });
    expect((await at.update(expired, wanted))["__context"]).not.toHaveProperty("unready");
  });

  test("is an error where its end cannot be seen, and the state does not change", async () => {
    const at = changeOn({ get: [job("CANCELLED"), json(403, { message: "no" })] });
    expect(await rejection(at.update(expired, wanted))).toMatchObject({
      name: "DispersedError",
      status: 403,
    });
  });
});

describe("a job that had ended and is forgotten by the service", () => {
  test("is an error of its own when the update came for the wait", async () => {
    const { cause } = await failure(changeOn({ get: [notFound] }).update(outputsOf("FAILED")));
    expect(cause).toMatchObject({ kind: "jobEnded" });
  });
});

test("an update waits for the stage that the kind of the job asks for, where a recipe knows it", async () => {
  const recipes = outputsOf("RUNNING", {
    task: undefined,
    __context: { name: "box", key: ourKey, task: "PERSISTENT" },
  });
  const at = changeOn({ get: [job("RUNNING")] });
  const { message } = await failure(at.update(recipes, { task: undefined }));
  expect(message).toContain("to become ready");
});

test("the marker of a job stays in the state", async () => {
  const at = changeOn({ get: [job("RUNNING")], runs: [liveRun] });
  expect(await at.update(outputsOf("RUNNING", { marker }))).toMatchObject({ marker });
});

test("a failed job is no old news when this update is the first to see its end", async () => {
  const at = changeOn({ get: [job("FAILED")] });
  expect(await failure(at.update(outputsOf("RUNNING"), { sshUser: "root" }))).toMatchObject({
    cause: { kind: "jobEnded" },
  });
});

describe("an unconfirmed purchase whose job the user names with `adopt`", () => {
  const described = (text: string): object => ({ task: "PERSISTENT", description: text });

  test("is that job, where the service has dropped the marker", async () => {
    const at = changeOn({ get: [job("RUNNING", described("mine"))], runs: [liveRun] });
    const outputs = await at.update(doubtful, { adopt: uuid }, unconfirmed);
    expect([outputs["uuid"], at.asked.includes("look")]).toEqual([uuid, false]);
  });

  test.each([
    [
      "another resource's",
      described(` [pulumi:zzzzzzzz${marker.slice(8)}]`),
      "RUNNING",
      "another resource",
    ],
    ["over", described("mine"), "FAILED", "it is FAILED"],
  ])("is not a job that is %s", async (_name, fields, status, words) => {
    const at = changeOn({ get: [job(status, fields)] });
    expect(String(await rejection(at.update(doubtful, { adopt: uuid }, unconfirmed)))).toContain(
      words,
    );
  });
});
