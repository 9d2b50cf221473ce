// What a read learns besides the job itself: whose it is, and what the journal may forget.
import { jobDefinition } from "../../../../provider/resources/lifecycle/job";
import type { Existing } from "../../../../provider/resources/contract/definition";
import type { JobDetailsSnapshot } from "../../../../provider/resources/account/fetchJobs";
import { json, rejection } from "../../../support/fakes";
import {
  createService,
  generation,
  job,
  marker,
  notFound,
  ourKey,
  outputsOf,
  owner,
  running,
  twins,
  uuid,
  type Answers,
  type Service,
} from "../../../support/scriptedService";

const described = { description: `a box [pulumi:${marker}]` };

/** A service whose journal knows the purchase. */
function serviceWith(answers: Answers): Service {
  const service = createService(answers);
  const purchase = { generation, spec: "dddddddd", origin: "https://api.example.com" };
  service.effects.journal.post(owner, { ...purchase, postedAtMs: 0 });
  return service;
}

const read = (
  { effects }: Service,
  outputs: Readonly<Record<string, unknown>>,
  id = uuid,
): Promise<Existing | undefined> => jobDefinition.read(effects, id, outputs);
const entries = ({ effects }: Service): number => effects.journal.entriesOf(owner).length;

test.each<{ name: string; answers: Answers; state: object; entries: number }>([
  { name: "job is gone", answers: { get: [notFound] }, state: { marker }, entries: 0 },
  { name: "job has ended", answers: { get: [job("FAILED")] }, state: { marker }, entries: 0 },
  { name: "job is alive", answers: { get: [job("RUNNING")] }, state: { marker }, entries: 1 },
  {
    name: "ended job alone has the marker",
    state: {},
    entries: 0,
    answers: { get: [job("FAILED", described)] },
  },
  { name: "marker is unknown", answers: { get: [notFound] }, state: {}, entries: 1 },
])("after a read the journal has $entries entries of a purchase whose $name", async (row) => {
  const service = serviceWith(row.answers);
  await read(service, outputsOf("RUNNING", row.state));
  expect(entries(service)).toBe(row.entries);
});

describe("the marker in the state", () => {
  const other = marker.replace("dddddddd", "eeeeeeee");

  test.each([
    { name: "is the job's where the state had none", state: {}, expected: marker },
    { name: "stays what it was", state: { marker: other }, expected: other },
  ])("$name", async ({ state, expected }) => {
    const service = serviceWith({ get: [job("RUNNING", described)] });
    expect((await read(service, outputsOf("RUNNING", state)))?.outputs["marker"]).toBe(expected);
  });

  test("passes the stack of the job, so that a large refresh can prefetch", async () => {
    const { effects } = serviceWith({});
    const readJob = jest.fn(() => Promise.reject<JobDetailsSnapshot>(new Error("seen enough")));
    const looking = { ...effects, jobReader: { read: readJob } };
    await rejection(jobDefinition.read(looking, uuid, outputsOf("RUNNING", { marker })));
    expect(readJob).toHaveBeenCalledWith(uuid, "aaaaaaaa");
  });
});

test.each([
  { name: "goes on after a read", status: "RUNNING", before: { unready: true }, unready: true },
  { name: "is over when the job has ended", status: "FAILED", before: { unready: true } },
  { name: "is not begun by a read", status: "RUNNING", before: {} },
])("a wait $name", async ({ status, before, unready }) => {
  const service = serviceWith({ get: [job(status)] });
  const last = outputsOf("RUNNING", { __context: { name: "box", key: ourKey, ...before } });
  const context = (await read(service, last))?.outputs["__context"] as { unready?: boolean };
  expect(context.unready).toBe(unready);
});

describe("a job that is imported", () => {
  const wire = {
    title: "render",
    task: "BATCH",
    cpu_count: 4,
    parameters: { type: "docker", parameters: { image: "ubuntu", tag: "24.04" } },
    ...described,
  };

  test("has the inputs that it can be written with", async () => {
    const service = serviceWith({ get: [job("RUNNING", wire)] });
    expect((await read(service, {}))?.inputs).toMatchObject({
      title: "render",
      task: "BATCH",
      cpuCount: 4,
      description: "a box",
    });
  });

  test("has only the state's inputs where there are any", async () => {
    const service = serviceWith({ get: [job("RUNNING", wire)] });
    const existing = await read(service, { task: "BATCH" });
    expect(Object.keys(existing?.inputs ?? {})).toEqual(["task", "__context"]);
  });

  test("has no inputs where the service has forgotten it", async () => {
    const service = serviceWith({ get: [notFound] });
    const ended = { uuid, status: "FAILED", __context: { name: "box", key: ourKey } };
    expect((await read(service, ended))?.inputs).toEqual({ __context: { name: "box" } });
  });

  test("keeps the generation of its marker as the resource's own", async () => {
    const service = serviceWith({ get: [job("RUNNING", described)] });
    const existing = await read(service, outputsOf("RUNNING", { marker }));
    expect(existing?.inputs["__context"]).toMatchObject({ id: `.${generation}` });
  });
});

test.each([
  { name: "when it expires", facts: { expiresAt: "2030-01-01T00:00:00.000Z" } },
  { name: "the end of its log", facts: { logsTail: "one\ntwo" } },
  { name: "why we ended it", facts: { outcome: "expired" } },
])("a read keeps $name", async ({ facts }) => {
  const service = serviceWith({ get: [job("CANCELLED")] });
  expect((await read(service, outputsOf("CANCELLED", facts)))?.outputs).toMatchObject(facts);
});

test("the outcome is the service's, where we did not end the job", async () => {
  const service = serviceWith({ get: [job("FAILED")] });
  const existing = await read(service, outputsOf("RUNNING", { outcome: "active" }));
  expect(existing?.outputs["outcome"]).toBe("failed");
});

test.each([
  { name: "is noted where the inputs leave it to a recipe", noted: { task: "PERSISTENT" } },
  { name: "is not noted beside the input", task: "PERSISTENT", noted: {} },
])("the task of a job $name", async ({ task, noted }) => {
  const service = serviceWith({ get: [job("RUNNING", { task: "PERSISTENT" })] });
  const existing = await read(service, outputsOf("RUNNING", { task }));
  expect(existing?.outputs["__context"]).toEqual({ name: "box", key: ourKey, ...noted });
});

test("a purchase that never made a job reads as gone, and nothing is asked", async () => {
  const service = serviceWith({});
  const never = outputsOf("NOT_CREATED", { uuid: undefined, marker });
  expect(await read(service, never, `unconfirmed:${marker}`)).toBeUndefined();
  expect(service.asked).toEqual([]);
});

test("a read that cannot find out whether there is a job says what to do", async () => {
  const service = serviceWith({ look: [json(403, { message: "no" })] });
  const unconfirmed = outputsOf("UNCONFIRMED", { uuid: undefined, marker });
  const error = await rejection(read(service, unconfirmed, `unconfirmed:${marker}`));
  expect(String(error)).toContain(
    "It may still be billed. Run `pulumi up` without a refresh, or refresh again.",
  );
});

test("a read of an unconfirmed job finds the best of two, and cancels none", async () => {
  const service = serviceWith({ look: [twins], get: [job("RUNNING")] });
  const outputs = outputsOf("UNCONFIRMED", { uuid: undefined, marker });
  const found = await read(service, outputs, `unconfirmed:${marker}`);
  expect([found?.id, service.asked]).toEqual([uuid, ["look", "get", "runs"]]);
});

test("a read leaves the owner of a resource as the SDK spells it, not as the marker does", async () => {
  const __context = { name: "box", id: "sdkstack.resource.oldmadegen" };
  const state = outputsOf("RUNNING", { marker, __context });
  expect((await read(serviceWith(running), state))?.inputs["__context"]).toEqual(__context);
});

test("a job whose run is listed is read with its price", async () => {
  const service = serviceWith(running);
  expect((await read(service, outputsOf("RUNNING")))?.outputs["hourlyRateUsd"]).toBe(0.5);
});
