// A job whose price is capped, and whose GPU does not exist: nothing is bought, and the message asks.
import { jobDefinition } from "../../../../provider/resources/lifecycle/job";
import { json, rejection } from "../../../support/fakes";
import { createService, emptyList, running, type Service } from "../../../support/scriptedService";

const gpus = json(200, {
  data: [{ uuid: "00000000-0000-4000-8000-000000000001", name: "NVIDIA RTX 4090" }],
  total: 1,
});
const inputs = {
  task: "PERSISTENT",
  container: { image: "ubuntu" },
  gpuCount: 1,
  gpuName: "RTX4090",
  __context: { name: "box", id: "aaaaaaaa.bbbbbbbb.cccccccccc" },
};
const asked = "the service has no GPU of this gpuName. Did you mean NVIDIA RTX 4090?";

const serviceWith = (config: object = {}): Service =>
  createService({ ...running, offers: [emptyList], gpus: [gpus] }, { config });

test("the cap of the job asks what was meant", async () => {
  const { effects, asked: routes } = serviceWith();
  const capped = { ...inputs, maxHourlyUsd: 1 };
  expect(String(await rejection(jobDefinition.create(effects, capped)))).toContain(asked);
  expect(routes).not.toContain("create");
});

test("the cap of the stack asks what was meant", async () => {
  const { effects, asked: routes } = serviceWith({ maxStackHourlyUsd: 1 });
  const message = String(await rejection(jobDefinition.create(effects, inputs)));
  expect(message).toContain(`no offer shows what this job may cost: ${asked}`);
  expect(message).toContain("Limit this job with maxHourlyUsd");
  expect(routes).not.toContain("create");
});

test("the cap of a preference asks what was meant, and the next one is tried", async () => {
  const { effects, said } = serviceWith();
  const { gpuName, ...rest } = inputs;
  const preferences = [{ gpuName }, { gpuName: "RTX 4090" }];
  const capped = { ...rest, gpuPreferences: preferences, maxHourlyUsd: 1 };
  await rejection(jobDefinition.create(effects, capped));
  expect(said).toContain(
    `info: gpuPreferences[0]: ${asked} \`dispersed gpus\` lists those there are; gpuPreferences[1] is tried next`,
  );
});
