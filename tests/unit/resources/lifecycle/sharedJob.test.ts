// Two resources of a state with one job: the one that is replaced, and the one that took its job over.
import { jobDefinition } from "../../../../provider/resources/lifecycle/job";
import {
  createService,
  job,
  marker,
  outputsOf,
  uuid,
  type Service,
} from "../../../support/scriptedService";
const replaced = outputsOf("RUNNING", { marker });
const successor = outputsOf("RUNNING", {
  marker,
  __context: { ...(replaced["__context"] as object), id: "sdkstack.bbbbbbbb.eeeeeeeeee" },
});
const createAccount = (): Service =>
  createService({ get: [job("CANCELLED")], cancel: [job("CANCELLED")] });

test("the replaced one is deleted without a cancel, once its successor was recorded", async () => {
  const service = createAccount();
  jobDefinition.recordState(service.effects.processJobs, successor);
  jobDefinition.recordState(service.effects.processJobs, replaced);
  await jobDefinition.delete(service.effects, uuid, replaced);
  expect(service.asked).toEqual([]);
});

test("a resource that took over another run's job cancels it", async () => {
  const service = createAccount();
  jobDefinition.recordState(service.effects.processJobs, successor);
  await jobDefinition.delete(service.effects, uuid, successor);
  expect(service.asked).not.toEqual([]);
});

test.each([
  ["the replaced one first", [replaced, successor]],
  ["its successor first", [successor, replaced]],
])("the one that is deleted last cancels it: %s", async (_name, both) => {
  const service = createAccount();
  for (const each of both) jobDefinition.recordState(service.effects.processJobs, each);
  const [first, last] = both as [typeof replaced, typeof replaced];
  await jobDefinition.delete(service.effects, uuid, first);
  expect(service.asked).toEqual([]);
  await jobDefinition.delete(service.effects, uuid, last);
  expect(service.asked).not.toEqual([]);
});

test("the one that is deleted last cancels it, also where this run took it for the first", async () => {
  const service = createAccount();
  for (const each of [replaced, successor])
    jobDefinition.recordState(service.effects.processJobs, each);
  service.effects.processJobs.claim(uuid, "eeeeeeeeee");
  await jobDefinition.delete(service.effects, uuid, successor);
  await jobDefinition.delete(service.effects, uuid, replaced);
  expect(service.asked).not.toEqual([]);
});
