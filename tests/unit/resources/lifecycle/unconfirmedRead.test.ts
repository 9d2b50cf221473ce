import { json, type Answer } from "../../../support/fakes";
import { jobDefinition } from "../../../../provider/resources/lifecycle/job";
import {
  createService,
  job,
  notFound,
  noRuns,
  emptyList,
  outputsOf,
  uuid,
} from "../../../support/scriptedService";

const marker = "aaaaaaaa.bbbbbbbb.cccccccccc.dddddddd";
const other = "11111111-5717-4562-b3fc-2c963f66afa6";

const twins: Answer = json(200, {
  data: [
    { uuid: other, status: "PENDING", description: ` [pulumi:${marker}]` },
    { uuid, status: "RUNNING", description: ` [pulumi:${marker}]` },
  ],
  total: 2,
});

test("a read of an unconfirmed job finds the best of two, and cancels none", async () => {
  const service = createService({ look: [twins], get: [job("RUNNING")], runs: [noRuns] });
  const outputs = outputsOf("UNCONFIRMED", { uuid: undefined, marker });
  const read = await jobDefinition.read(service.effects, `unconfirmed:${marker}`, outputs);
  expect([read?.id, service.asked]).toEqual([uuid, ["look", "get", "runs"]]);
});

test("a read leaves the owner of a resource as the SDK spells it, not as the marker does", async () => {
  const service = createService({ get: [job("RUNNING")], runs: [noRuns] });
  const __context = { name: "box", id: "sdkstack.resource.oldmadegen" };
  const read = await jobDefinition.read(
    service.effects,
    uuid,
    outputsOf("RUNNING", { marker, __context }),
  );
  expect(read?.inputs["__context"]).toEqual({ name: "box", id: "sdkstack.resource.oldmadegen" });
});

test("an expired job that the service has forgotten is over, and the update succeeds", async () => {
  const service = createService({ get: [notFound], list: [emptyList] });
  const inputs = { task: "PERSISTENT", container: { image: "ubuntu" }, expiresAfter: "1h" };
  const outputs = outputsOf("RUNNING", { expiresAfter: "1h", expiresAt: "2020-01-01T00:00:00Z" });
  const updated = await jobDefinition.update(service.effects, uuid, outputs, {
    ...inputs,
    __context: { name: "box" },
  });
  expect(updated).toMatchObject({ uuid, status: "CANCELLED", outcome: "expired" });
});
