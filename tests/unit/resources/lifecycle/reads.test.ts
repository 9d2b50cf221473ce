// What a read learns besides the job itself: whose it is, and what the journal may forget.
import { jobDefinition } from "../../../../provider/resources/lifecycle/job";
import type { Existing } from "../../../../provider/resources/contract/definition";
import { json, rejection, START_OF_TIME } from "../../../support/fakes";
import {
  createService,
  generation,
  job,
  marker,
  notFound,
  ourKey,
  otherEnds,
  outputsOf,
  owner,
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
  { name: "job is alive", answers: { get: [job("RUNNING")] }, state: { marker }, entries: 1 },
  {
    name: "ended job alone has the marker",
    state: {},
    entries: 0,
    answers: { get: [job("FAILED", described)] },
  },
])("after a read the journal has $entries entries of a purchase whose $name", async (row) => {
  const service = serviceWith(row.answers);
  await read(service, outputsOf("RUNNING", row.state));
  expect(entries(service)).toBe(row.entries);
});

test("a state without a marker gets that of its job", async () => {
  const service = serviceWith({ get: [job("RUNNING", described)] });
  expect((await read(service, outputsOf("RUNNING")))?.outputs["marker"]).toBe(marker);
});

test.each([
  { name: "goes on after a read", status: "RUNNING", before: { unready: true }, unready: true },
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

  test("has no inputs where the service has forgotten it", async () => {
    const service = serviceWith({ get: [notFound] });
    const ended = { uuid, status: "FAILED", __context: { name: "box", key: ourKey } };
    const inputs = (await read(service, ended))?.inputs;
    expect([inputs, service.said]).toEqual([{ __context: { name: "box" } }, []]);
  });
});

test.each([
  { name: "when it expires", facts: { expiresAt: "2030-01-01T00:00:00.000Z" } },
  { name: "why we ended it", facts: { outcome: "expired" } },
])("a read keeps $name", async ({ facts }) => {
  const service = serviceWith({ get: [job("CANCELLED")] });
  expect((await read(service, outputsOf("CANCELLED", facts)))?.outputs).toMatchObject(facts);
});

test("a read does not keep the price of a job whose run is gone", async () => {
  const service = serviceWith({ get: [job("RUNNING")] });
  const existing = await read(service, outputsOf("RUNNING", { hourlyRateUsd: 0.5 }));
  expect(existing?.outputs["hourlyRateUsd"]).toBeUndefined();
});

test("a read that finds two jobs of an unconfirmed purchase cancels neither", async () => {
  const service = serviceWith({ get: [job("RUNNING")], look: [twins], ...otherEnds });
  const __context = { name: "box", postedAtMs: START_OF_TIME - 3_600_000 };
  const unconfirmed = outputsOf("UNCONFIRMED", { uuid: undefined, marker, __context });
  expect((await read(service, unconfirmed, `unconfirmed:${marker}`))?.id).toBe(uuid);
  expect(service.asked).not.toContain("cancelOther");
});

test("the task of a job is noted where the inputs leave it to a recipe", async () => {
  const task = "PERSISTENT";
  const service = serviceWith({ get: [job("RUNNING", { task })] });
  const existing = await read(service, outputsOf("RUNNING", { task: undefined }));
  expect(existing?.outputs["__context"]).toEqual({ name: "box", key: ourKey, task });
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
