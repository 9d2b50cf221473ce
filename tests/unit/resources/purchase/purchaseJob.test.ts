// A create that finds a job of its resource instead of buying one.
import { jobDefinition } from "../../../../provider/resources/lifecycle/job";
import { parseMarker } from "../../../../provider/resources/job/marker";
import { plain, START_OF_TIME } from "../../../support/fakes";
import {
  created,
  createService,
  emptyList,
  job,
  listOf,
  otherUuid,
  uuid,
} from "../../../support/scriptedService";

const inputs = {
  task: "PERSISTENT",
  container: { image: "ubuntu" },
  waitFor: "created",
  __context: { name: "box", id: "aaaaaaaa.bbbbbbbb.cccccccccc" },
};

/** The marker that these inputs are bought with. */
async function boughtMarker(): Promise<string> {
  const { effects } = createService({ create: [created], get: [job("PENDING")] });
  return String((await jobDefinition.create(effects, inputs)).outputs["marker"]);
}

test("a duplicate that cannot be cancelled does not lose the job that stays", async () => {
  const marker = await boughtMarker();
  const created_at = new Date(START_OF_TIME).toISOString();
  const two = listOf(
    { uuid, status: "RUNNING", marker },
    { uuid: otherUuid, status: "PENDING", marker, created_at },
  );
  const service = createService({
    create: [plain(504, "")],
    look: [emptyList, two],
    get: [job("RUNNING")],
  });
  expect((await jobDefinition.create(service.effects, inputs)).id).toBe(uuid);
  expect(service.said.join("\n")).toContain(
    `${otherUuid} could not be cancelled and may still be billed`,
  );
});

test("a job whose marker the service dropped is ours when the journal names it", async () => {
  const { stack = "", spec = "" } = parseMarker(await boughtMarker()) ?? {};
  const service = createService({ get: [job("RUNNING", { task: "PERSISTENT" })] });
  const { api, journal } = service.effects;
  const entry = { generation: "dddddddddd", spec, origin: api.config.origin, uuid };
  journal.add(`${stack}.bbbbbbbb`, { ...entry, postedAtMs: START_OF_TIME - 60_000 });
  const { id } = await jobDefinition.create(service.effects, inputs);
  expect([id, service.asked.includes("create")]).toEqual([uuid, false]);
});
