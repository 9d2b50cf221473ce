// What an update leaves in the state when the job is not what it should be, or never was.
import { jobDefinition } from "../../../../provider/resources/lifecycle/job";
import { ownerText } from "../../../../provider/resources/job/marker";
import type { PartialFailure } from "../../../../provider/resources/contract/partialFailure";
import { json, rejection, START_OF_TIME } from "../../../support/fakes";
import {
  createService,
  job,
  marker,
  notFound,
  listOf,
  otherEnds,
  otherUuid,
  ourMarker as ours,
  ourKey,
  outputsOf,
  running,
  runs,
  twins,
  uuid,
  type Answers,
  type Service,
} from "../../../support/scriptedService";
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

function changeOn(answers: Answers): Change {
  const service = createService(answers);
  const update: Change["update"] = (outputs, more = {}, id = uuid) =>
    jobDefinition.update(service.effects, id, outputs, { ...inputs, ...more });
  return { ...service, update };
}

const refused = json(403, { message: "no" });
const unauthorized = json(401, { message: "no" });

const failure = async (promise: Promise<unknown>): Promise<PartialFailure> =>
  (await rejection(promise)) as PartialFailure;

test("an update that proves a purchase never made a job fails, with the new settings in the state", async () => {
  const error = await failure(changeOn({}).update(doubtful, { sshUser: "root" }, unconfirmed));
  expect(error).toMatchObject({
    name: "PartialFailure",
    id: unconfirmed,
    outputs: {
      ...doubtful,
      sshUser: "root",
      status: "NOT_CREATED",
      __context: doubtful["__context"],
    },
    reasons: [
      "box: the request never created a job, and nothing is billed. Run `pulumi up` again to buy one.",
    ],
    cause: { kind: "notSent" },
  });
});

describe("an update of an unconfirmed purchase", () => {
  test("takes the job that it finds, and cancels a second one", async () => {
    const at = changeOn({ ...running, look: [twins], ...otherEnds });
    expect(await at.update(doubtful, {}, unconfirmed)).toMatchObject({ uuid, status: "RUNNING" });
    expect(at.asked).toContain("cancelOther");
  });

  const unlisted = { look: [json(200, { data: [] })] };
  const recent = {
    ...doubtful,
    __context: { ...(doubtful["__context"] as object), postedAtMs: START_OF_TIME - 60_000 },
  };

  test("says what to do where lists are not complete, once the request cannot arrive any more", async () => {
    const error = await rejection(changeOn(unlisted).update(doubtful, {}, unconfirmed));
    expect(String(error)).toContain(
      "if the console shows the job, set `adopt` to its uuid; if it does not, remove the " +
        "resource with `pulumi state delete`. It may still be billed.",
    );
  });

  test("does not advise to remove it while the request may still arrive", async () => {
    const error = await rejection(changeOn(unlisted).update(recent, {}, unconfirmed));
    expect(String(error)).not.toContain("pulumi state delete");
  });

  test("says how to ask again where nothing is known yet, and that it stays", async () => {
    const error = await rejection(changeOn({ look: [refused] }).update(doubtful, {}, unconfirmed));
    expect(String(error)).toContain("Run `pulumi up` again. The job stays in the stack.");
  });
});

describe("an update that cannot read the job", () => {
  test("does not call it lost when the key is refused", async () => {
    const update = changeOn({ get: [unauthorized] }).update(outputsOf("RUNNING"));
    expect((await failure(update)).outputs).toMatchObject({ status: "RUNNING", outcome: "active" });
  });

  test("does not blame a stored key: an `up` has the configured one", async () => {
    const read = failure(changeOn({ get: [unauthorized] }).update(outputsOf("RUNNING")));
    const list = rejection(changeOn({ look: [unauthorized] }).update(doubtful, {}, unconfirmed));
    expect(String(await read)).not.toContain("--run-program");
    expect(String(await list)).not.toContain("--run-program");
  });
});

describe("a job that cost too much and was cancelled for it", () => {
  const overPriced = outputsOf("CANCELLED", {
    outcome: "overPriced",
    hourlyRateUsd: 1.4,
    maxHourlyUsd: 0.5,
    __context: { name: "box", key: ourKey },
  });
  const capped = { maxHourlyUsd: 0.5 };
  const reason = `the job ${uuid} was cancelled because its node cost $1.40 an hour, more than maxHourlyUsd`;

  test.each<{ name: string; answers: Answers }>([
    { name: "no longer lists its run", answers: { get: [job("CANCELLED")] } },
    { name: "has forgotten it", answers: { get: [notFound] } },
  ])("keeps its price in the state and in the error where the service $name", async (service) => {
    const error = await failure(changeOn(service.answers).update(overPriced, capped));
    expect(error.cause).toMatchObject({ kind: "jobEnded" });
    expect(error.outputs).toMatchObject({ outcome: "overPriced", hourlyRateUsd: 1.4 });
    expect(String(error)).toContain(reason);
    expect(String(error)).toContain("--replace");
  });

  test("keeps its price through a refresh", async () => {
    const { effects } = changeOn({ get: [job("CANCELLED")] });
    const read = await jobDefinition.read(effects, uuid, overPriced);
    expect(read?.outputs).toMatchObject({ outcome: "overPriced", hourlyRateUsd: 1.4 });
  });

  test("is reported to have cost too much also where a state does not hold its price", async () => {
    const at = changeOn({ get: [job("CANCELLED")] });
    const older = { ...overPriced, hourlyRateUsd: undefined };
    expect(String(await failure(at.update(older, capped)))).toContain(
      "cost more than maxHourlyUsd",
    );
  });
});

describe("a job that is past its time", () => {
  const expiresAt = "2020-01-01T00:00:00.000Z";
  const expired = outputsOf("RUNNING", { expiresAfter: "1h", expiresAt });
  const wanted = { expiresAfter: "1h" };

  test("is cancelled, noted as expired and reported", async () => {
    const at = changeOn({
      get: [job("RUNNING"), job("CANCELLED")],
      cancel: [job("CANCELLING")],
    });
    expect(await at.update(expired, wanted)).toMatchObject({
      status: "CANCELLED",
      outcome: "expired",
      expiresAt,
      __context: { name: "box", key: ourKey },
    });
    expect(at.said).toContain(`warn: the job ${uuid} has expired and was cancelled`);
  });

  test("goes on where another resource holds it too, and a warning says so", async () => {
    const at = changeOn(running);
    const held = { holder: "hhhhhhhh.iiiiiiii", isRetained: false, generation: "eeeeeeeeee" };
    at.effects.journal.hold(uuid, { ...held, name: "other", stack: "lab/dev" });
    expect(await at.update(expired, wanted)).toMatchObject({ status: "RUNNING", expiresAt });
    expect(at.said).toEqual([
      `warn: Job ${uuid} has expired and was not cancelled, because resource other of stack lab/dev ` +
        "holds it too. It is still billed.",
    ]);
  });

  test("goes on where another resource held it before this run showed this one, and stays unshown", async () => {
    const at = changeOn(running);
    const held = { holder: "hhhhhhhh.iiiiiiii", isRetained: false, generation: "eeeeeeeeee" };
    at.effects.journal.hold(uuid, { ...held, name: "other", stack: "lab/dev" });
    const ours = { ...wanted, __context: { name: "box", id: "aaaaaaaa.bbbbbbbb.cccccccccc" } };
    jobDefinition.recordState(at.effects.processJobs, { ...expired, marker }, { inputs: ours });
    expect(await at.update({ ...expired, marker }, ours)).toMatchObject({ status: "RUNNING" });
    expect(at.asked).not.toContain("cancel");
  });

  test("goes on where the engine shows another resource with it a moment later", async () => {
    const at = changeOn(running);
    const updated = at.update({ ...expired, marker }, wanted);
    const other = { ...expired, marker, __context: { id: "hhhhhhhh.iiiiiiii.eeeeeeeeee" } };
    jobDefinition.recordState(at.effects.processJobs, other);
    expect(await updated).toMatchObject({ status: "RUNNING", expiresAt });
  });

  test("is not waited for after its end", async () => {
    const at = changeOn({ get: [job("CANCELLED")] });
    expect((await at.update(expired, wanted))["__context"]).not.toHaveProperty("unready");
  });

  test("is over where the service has forgotten it, and the update succeeds", async () => {
    const updated = await changeOn({ get: [notFound] }).update(expired, wanted);
    expect(updated).toMatchObject({ uuid, status: "CANCELLED", outcome: "expired" });
  });

  test("is an error where another account's keys do not see it, and the state does not change", async () => {
    const foreign = { ...expired, __context: { name: "box", key: "otherKey" } };
    const at = changeOn({ get: [notFound] });
    expect(String(await rejection(at.update(foreign, wanted)))).toContain(
      "this is not the key that last saw it",
    );
    expect(at.said).toEqual([]);
  });

  test("is an error where its end cannot be read, and the state does not change", async () => {
    const at = changeOn({ get: [job("CANCELLED"), refused] });
    expect(await rejection(at.update(expired, wanted))).toMatchObject({
      name: "DispersedError",
      status: 403,
    });
  });
});

test("a job that had ended and is forgotten is an error when the update came for the wait", async () => {
  const { cause } = await failure(changeOn({ get: [notFound] }).update(outputsOf("FAILED")));
  expect(cause).toMatchObject({
    kind: "jobEnded",
    message: expect.stringContaining("ended FAILED, and the service has forgotten it") as string,
  });
});

test("a failed job is an error when this update is the first to read its end", async () => {
  const at = changeOn({ get: [job("FAILED")] });
  expect(await failure(at.update(outputsOf("RUNNING"), { sshUser: "root" }))).toMatchObject({
    cause: { kind: "jobEnded" },
    message: expect.stringContaining("The job stays in the stack.") as string,
  });
});

describe("an unconfirmed purchase whose job the user names with `adopt`", () => {
  const described = (text: string): object => ({ task: "PERSISTENT", description: text });

  test("is that job, where the service has dropped the marker", async () => {
    const lists = { look: [refused] };
    const at = changeOn({ ...running, ...lists, get: [job("RUNNING", described("mine"))] });
    const outputs = await at.update(doubtful, { adopt: uuid }, unconfirmed);
    expect(outputs["uuid"]).toBe(uuid);
    expect(at.effects.processJobs.claimedBy(uuid)).toBe("cccccccccc");
    expect(at.said.join()).toContain(
      `warn: Job ${uuid} is taken over. Whether the request of this resource created another job is still not known`,
    );
  });

  test("is that job, without a warning where the request made none", async () => {
    const at = changeOn({ ...running, get: [job("RUNNING", described("mine"))] });
    expect(await at.update(doubtful, { adopt: uuid }, unconfirmed)).toMatchObject({ uuid });
    expect(at.said).toEqual([]);
  });

  test("is the one that was requested, in any spelling", async () => {
    const at = changeOn({ ...running, look: [listOf({ uuid, status: "RUNNING", marker })] });
    const outputs = await at.update(doubtful, { adopt: uuid.toUpperCase() }, unconfirmed);
    expect(outputs["uuid"]).toBe(uuid);
  });

  test("leaves the question for the job that was requested to the operations that follow", async () => {
    const get = [job("RUNNING", described("mine"))];
    const at = changeOn({ ...running, look: [refused], get });
    const { journal } = at.effects;
    const { generation } = ours;
    journal.add(ownerText(ours), { generation, spec: "dddddddd", postedAtMs: START_OF_TIME });
    await at.update(doubtful, { adopt: uuid }, unconfirmed);
    expect(journal.entriesOf(ownerText(ours))).toMatchObject([{ generation, isSentTwice: true }]);
  });

  test("is it although the job that was requested is there, once that one has ended", async () => {
    const own = { uuid: otherUuid, status: "CANCELLED", marker };
    const get = [job("RUNNING", described("mine"))];
    const at = changeOn({ ...running, look: [listOf(own)], get });
    expect(await at.update(doubtful, { adopt: uuid }, unconfirmed)).toMatchObject({ uuid });
  });

  test("is not another one while the job that was requested is there, which is named", async () => {
    const own = { uuid: otherUuid, status: "RUNNING", marker };
    const at = changeOn({ look: [listOf(own)] });
    const error = await rejection(at.update(doubtful, { adopt: uuid }, unconfirmed));
    expect(error).toMatchObject({ kind: "validation" });
    expect(String(error)).toContain(`Job ${otherUuid} was created by the request of this resource`);
    expect(at.asked).not.toContain("get");
  });

  test("is not one of two that were made, and none is cancelled", async () => {
    const at = changeOn({ ...running, look: [twins], ...otherEnds });
    const error = await rejection(at.update(doubtful, { adopt: uuid }, unconfirmed));
    expect(String(error)).toContain(`Job ${otherUuid} was created by the request of this resource`);
    expect(at.asked).not.toContain("cancelOther");
  });

  test("is not one that contradicts the inputs or costs too much, and nothing happens to it", async () => {
    const get = [job("RUNNING", { task: "BATCH" })];
    const at = changeOn({ get, runs: [runs({ status: "RUNNING", hourly_rate_usd: 9 })] });
    const update = at.update(doubtful, { adopt: uuid, maxHourlyUsd: 1 }, unconfirmed);
    expect(String(await rejection(update))).toMatch(
      /its task is BATCH; it costs \$9.00 an hour, .*remove `adopt` to look for the job/,
    );
    expect(at.asked).not.toContain("cancel");
  });

  test.each([
    {
      name: "another resource's",
      status: "RUNNING",
      reason: "another resource",
      fields: described(` [pulumi:zzzzzzzz${marker.slice(8)}]`),
    },
  ])("is not a job that is $name", async ({ fields, status, reason }) => {
    const at = changeOn({ get: [job(status, fields)] });
    const error = await rejection(at.update(doubtful, { adopt: uuid }, unconfirmed));
    expect(String(error)).toContain(reason);
  });
});
