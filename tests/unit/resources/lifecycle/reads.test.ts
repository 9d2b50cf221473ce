// What a read learns besides the job itself: whose it is, and what the journal may forget.
import { jobDefinition } from "../../../../provider/resources/lifecycle/job";
import type { Existing } from "../../../../provider/resources/contract/definition";
import type { JobDetailsSnapshot } from "../../../../provider/resources/account/fetchJobs";
import { json, rejection } from "../../../support/fakes";
import {
  createService,
  emptyList,
  job,
  liveRun,
  noRuns,
  notFound,
  ourKey,
  outputsOf,
  uuid,
  type Service,
} from "../../../support/scriptedService";

const marker = "aaaaaaaa.bbbbbbbb.cccccccccc.dddddddd";
const owner = "aaaaaaaa.bbbbbbbb";
const generation = "cccccccccc";
const described = { description: `a box [pulumi:${marker}]` };

/** A service whose journal knows the purchase. */
function serviceWith(answers: Parameters<typeof createService>[0]): Service {
  const service = createService({ runs: [noRuns], list: [emptyList], ...answers });
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

describe("the journal, when a job is read,", () => {
  test("forgets a purchase whose job is gone", async () => {
    const service = serviceWith({ get: [notFound] });
    await read(service, outputsOf("RUNNING", { marker }));
    expect(entries(service)).toBe(0);
  });

  test("forgets a purchase whose job has ended", async () => {
    const service = serviceWith({ get: [job("FAILED")] });
    await read(service, outputsOf("RUNNING", { marker }));
    expect(entries(service)).toBe(0);
  });

  test("keeps a purchase whose job is alive", async () => {
    const service = serviceWith({ get: [job("RUNNING")] });
    await read(service, outputsOf("RUNNING", { marker }));
    expect(entries(service)).toBe(1);
  });

  test("forgets one by the marker of the job, where the state has none", async () => {
    const service = serviceWith({ get: [job("FAILED", described)] });
    await read(service, outputsOf("RUNNING"));
    expect(entries(service)).toBe(0);
  });

  test("stays as it is where nobody knows whose the job was", async () => {
    const service = serviceWith({ get: [notFound] });
    expect(await read(service, outputsOf("RUNNING"))).toBeUndefined();
    expect(entries(service)).toBe(1);
  });
});

describe("the marker in the state", () => {
  test("is the job's where the state had none", async () => {
    const service = serviceWith({ get: [job("RUNNING", described)] });
    expect((await read(service, outputsOf("RUNNING")))?.outputs["marker"]).toBe(marker);
  });

  test("stays what it was, whatever the job carries", async () => {
    const service = serviceWith({ get: [job("RUNNING", described)] });
    const ours = marker.replace("dddddddd", "eeeeeeee");
    const existing = await read(service, outputsOf("RUNNING", { marker: ours }));
    expect(existing?.outputs["marker"]).toBe(ours);
  });

  test("passes the stack of the job, so that a large refresh can prefetch", async () => {
    const { effects } = serviceWith({});
    const readJob = jest.fn(() => Promise.reject<JobDetailsSnapshot>(new Error("seen enough")));
    const looking = { ...effects, jobReader: { read: readJob } };
    await rejection(jobDefinition.read(looking, uuid, outputsOf("RUNNING", { marker })));
    expect(readJob).toHaveBeenCalledWith(uuid, "aaaaaaaa");
  });
});

describe("a wait that is not over", () => {
  const unready = { __context: { name: "box", key: ourKey, unready: true } };
  const contextAfter = async (status: string, before: object): Promise<unknown> => {
    const service = serviceWith({ get: [job(status)] });
    return (await read(service, outputsOf("RUNNING", before)))?.outputs["__context"];
  };

  test("is not over by being read", async () => {
    expect(await contextAfter("RUNNING", unready)).toMatchObject({ unready: true });
  });

  test("is over when the job has ended", async () => {
    expect(await contextAfter("FAILED", unready)).not.toHaveProperty("unready");
  });

  test("is not begun by a read", async () => {
    expect(await contextAfter("RUNNING", {})).not.toHaveProperty("unready");
  });
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

  test("has no inputs where it is no longer known", async () => {
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

describe("what a read keeps", () => {
  test.each([
    ["the end of its life", { expiresAt: "2030-01-01T00:00:00.000Z" }],
    ["the end of its log", { logsTail: "one\ntwo" }],
    ["why we ended it", { outcome: "expired" }],
  ])("is %s", async (_name, facts) => {
    const service = serviceWith({ get: [job("CANCELLED")] });
    const existing = await read(service, outputsOf("CANCELLED", facts));
    expect(existing?.outputs).toMatchObject(facts);
  });
});

test("how a job ended is what the service says, where we did not end it", async () => {
  const service = serviceWith({ get: [job("FAILED")] });
  const existing = await read(service, outputsOf("RUNNING", { outcome: "active" }));
  expect(existing?.outputs["outcome"]).toBe("failed");
});

describe("the kind of a job", () => {
  const contextOf = async (task: string | undefined): Promise<unknown> => {
    const service = serviceWith({ get: [job("RUNNING", { task: "PERSISTENT" })] });
    return (await read(service, outputsOf("RUNNING", { task })))?.outputs["__context"];
  };

  test("is noted where the inputs leave it to a recipe", async () => {
    expect(await contextOf(undefined)).toEqual({ name: "box", key: ourKey, task: "PERSISTENT" });
  });

  test("is not said twice", async () => {
    expect(await contextOf("PERSISTENT")).toEqual({ name: "box", key: ourKey });
  });
});

describe("a purchase that never made a job", () => {
  const never = outputsOf("NOT_CREATED", { uuid: undefined, marker });

  test("reads as gone, and nothing is asked", async () => {
    const service = serviceWith({});
    expect([await read(service, never, `unconfirmed:${marker}`), service.asked]).toEqual([
      undefined,
      [],
    ]);
  });
});

test("a person is told how to go on where nobody knows whether there is a job", async () => {
  const service = serviceWith({ look: [json(403, { message: "no" })] });
  const unconfirmed = outputsOf("UNCONFIRMED", { uuid: undefined, marker });
  const error = await rejection(read(service, unconfirmed, `unconfirmed:${marker}`));
  expect(String(error)).toContain(
    "It may still be billed. Run `pulumi up` without a refresh, or refresh again.",
  );
});

test("a job whose run is shown is read with its price", async () => {
  const service = serviceWith({ get: [job("RUNNING")], runs: [liveRun] });
  expect((await read(service, outputsOf("RUNNING")))?.outputs["hourlyRateUsd"]).toBe(0.5);
});
