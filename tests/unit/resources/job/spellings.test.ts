// The life cycle with a service that writes statuses in small letters and prices as text.
import { jobDefinition } from "../../../../provider/resources/lifecycle/job";
import { rejection } from "../../../support/fakes";
import {
  countOf,
  created,
  createService,
  emptyList,
  job,
  outputsOf,
  running,
  runs,
  uuid,
} from "../../../support/scriptedService";

const inputs = {
  task: "PERSISTENT",
  container: { image: "ubuntu" },
  __context: { name: "box", id: "aaaaaaaa.bbbbbbbb.cccccccccc" },
};

test("a wait ends with a job that is completed in small letters", async () => {
  const get = [job("pending"), job("running"), job("completed")];
  const { effects } = createService({ ...running, create: [created], get });
  const batch = { ...inputs, task: "BATCH", maxTimeoutRunMs: 60_000, waitFor: "completed" };
  const { outputs } = await jobDefinition.create(effects, batch);
  expect(outputs).toMatchObject({ status: "COMPLETED", outcome: "completed" });
});

test("a wait ends with a job that failed in small letters, and says so", async () => {
  const { effects } = createService({ ...running, create: [created], get: [job("failed")] });
  const error = await rejection(jobDefinition.create(effects, inputs));
  expect(String(error)).toContain("failed before becoming ready");
});

test("a delete ends with a job that is cancelled in small letters", async () => {
  const service = createService({
    cancel: [job("cancelling")],
    get: [job("running"), job("cancelling"), job("cancelled")],
  });
  await jobDefinition.delete(service.effects, uuid, outputsOf("RUNNING"));
  expect(countOf(service, "cancel")).toBe(1);
});

test("a price that is text is compared with maxHourlyUsd, and the job is cancelled", async () => {
  const offer = { offer_id: "o", pricing: { hourly_rate_usd: "0.40" } };
  const dear = { status: "running", hourly_rate_usd: "1.40" };
  const { effects, asked } = createService({
    create: [created],
    cancel: [job("cancelled")],
    offers: [{ ...emptyList, body: JSON.stringify({ data: [offer], total: "1" }) }],
    get: [job("running"), job("running"), job("cancelled")],
    runs: [runs(dear)],
  });
  const capped = { ...inputs, maxHourlyUsd: 0.5 };
  expect(await rejection(jobDefinition.create(effects, capped))).toMatchObject({
    message: expect.stringContaining("got a node for $1.40 an hour") as string,
    outputs: { status: "CANCELLED", outcome: "overPriced" },
  });
  expect(asked).toContain("cancel");
});
