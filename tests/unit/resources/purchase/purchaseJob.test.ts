// What a purchase comes to when more than one thing goes wrong.
import type { Answer } from "../../../support/fakes";
import { cutOff, json, plain, rejection, START_OF_TIME } from "../../../support/fakes";
import { jobDefinition } from "../../../../provider/resources/lifecycle/job";
import type { PartialFailure } from "../../../../provider/resources/contract/partialFailure";
import {
  createService,
  created,
  emptyList,
  job,
  noRuns,
  uuid,
} from "../../../support/scriptedService";

const inputs = {
  task: "PERSISTENT",
  container: { image: "ubuntu" },
  waitFor: "created",
  __context: { name: "box", id: "aaaaaaaa.bbbbbbbb.cccccccccc" },
};
const generation = "cccccccccc";

/** A list with jobs that carry the marker of the purchase. */
const listOf = (
  ...jobs: readonly { uuid: string; status: string; created_at?: string }[]
): Answer =>
  json(200, {
    data: jobs.map((one) => ({
      ...one,
      description: ` [pulumi:${stack}.bbbbbbbb.${generation}.dddddddd]`,
    })),
    total: jobs.length,
  });

/** What the same inputs are marked with. */
let adopted: { readonly marker: unknown } = { marker: undefined };

/** The stack's hash once a namespace, here none, is part of it. */
let stack = "";

const failureOf = async (service: ReturnType<typeof createService>): Promise<PartialFailure> =>
  (await rejection(jobDefinition.create(service.effects, inputs))) as PartialFailure;

beforeAll(async () => {
  const service = createService({ create: [created], get: [job("PENDING")] });
  const { outputs } = await jobDefinition.create(service.effects, inputs);
  adopted = { marker: outputs["marker"] };
  stack = String(outputs["marker"]).split(".")[0] ?? "";
});

test("a second request that is refused leaves the intent: the first may still be on its way", async () => {
  const service = createService({ create: [cutOff(), json(402, { message: "no credits" })] });
  const failure = await failureOf(service);
  expect(failure.id).toMatch(/^unconfirmed:/);
  expect(failure.message).toContain("no credits");
  expect(service.effects.journal.entriesOf(`${stack}.bbbbbbbb`)).toHaveLength(1);
});

test("a search that is cut short leaves the intent", async () => {
  const engine = new AbortController();
  const service = createService(
    { create: [cutOff()], look: [emptyList] },
    { signal: engine.signal },
  );
  const { effects } = service;
  const jobList = {
    ...effects.jobList,
    look: () => {
      if (service.asked.includes("create")) engine.abort(new Error("the engine is gone"));
      return effects.jobList.list();
    },
  };
  const failure = (await rejection(
    jobDefinition.create({ ...effects, jobList }, inputs),
  )) as PartialFailure;
  expect(failure.id).toMatch(/^unconfirmed:/);
});

test("a duplicate that cannot be cancelled does not lose the job that stays", async () => {
  const other = "11111111-5717-4562-b3fc-2c963f66afa6";
  const created_at = new Date(START_OF_TIME).toISOString();
  const two = listOf({ uuid, status: "RUNNING" }, { uuid: other, status: "PENDING", created_at });
  const service = createService({
    create: [plain(504, "")],
    look: [emptyList, two],
    get: [job("RUNNING")],
    runs: [noRuns],
  });
  const { id } = await jobDefinition.create(service.effects, inputs);
  expect(id).toBe(uuid);
  expect(service.said.join("\n")).toContain(
    `${other} could not be cancelled and may still be billed`,
  );
});

test("an engine that asks again for a job of this run gets it, and nothing is bought", async () => {
  const service = createService({ create: [created], get: [job("PENDING")] });
  const first = await jobDefinition.create(service.effects, inputs);
  const second = await jobDefinition.create(service.effects, inputs);
  expect([second.id, second.outputs["marker"]]).toEqual([first.id, first.outputs["marker"]]);
  expect(service.asked.filter((route) => route === "create")).toHaveLength(1);
});

test("a job whose marker the service dropped is ours when the journal names it", async () => {
  const service = createService({ get: [job("RUNNING", { task: "PERSISTENT" })], runs: [noRuns] });
  const { journal } = service.effects;
  const owner = `${stack}.bbbbbbbb`;
  const origin = service.effects.api.config.origin;
  const spec = String(adopted.marker).split(".")[3] ?? "";
  const postedAtMs = START_OF_TIME - 60_000;
  journal.add(owner, { generation: "dddddddddd", spec, origin, postedAtMs, uuid });
  const { id } = await jobDefinition.create(service.effects, inputs);
  expect([id, service.asked.includes("create")]).toEqual([uuid, false]);
});
