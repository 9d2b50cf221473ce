import { jobDefinition } from "../../../../provider/resources/lifecycle/job";
import {
  createService,
  job,
  listOf,
  marker,
  notFound,
  otherUuid,
  outputsOf,
  uuid,
} from "../../../support/scriptedService";

const twins = listOf(
  { uuid: otherUuid, status: "PENDING", marker },
  { uuid, status: "RUNNING", marker },
);

test("a read of an unconfirmed job finds the best of two, and cancels none", async () => {
  const service = createService({ look: [twins], get: [job("RUNNING")] });
  const outputs = outputsOf("UNCONFIRMED", { uuid: undefined, marker });
  const read = await jobDefinition.read(service.effects, `unconfirmed:${marker}`, outputs);
  expect([read?.id, service.asked]).toEqual([uuid, ["look", "get", "runs"]]);
});

test("a read leaves the owner of a resource as the SDK spells it, not as the marker does", async () => {
  const { effects } = createService({ get: [job("RUNNING")] });
  const __context = { name: "box", id: "sdkstack.resource.oldmadegen" };
  const read = await jobDefinition.read(effects, uuid, outputsOf("RUNNING", { marker, __context }));
  expect(read?.inputs["__context"]).toEqual({ name: "box", id: "sdkstack.resource.oldmadegen" });
});

test("an expired job that the service has forgotten is over, and the update succeeds", async () => {
  const service = createService({ get: [notFound] });
  const inputs = { task: "PERSISTENT", container: { image: "ubuntu" }, expiresAfter: "1h" };
  const outputs = outputsOf("RUNNING", { expiresAfter: "1h", expiresAt: "2020-01-01T00:00:00Z" });
  const updated = await jobDefinition.update(service.effects, uuid, outputs, {
    ...inputs,
    __context: { name: "box" },
  });
  expect(updated).toMatchObject({ uuid, status: "CANCELLED", outcome: "expired" });
});
