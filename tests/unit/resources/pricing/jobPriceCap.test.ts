// The input `maxHourlyUsd` before anything is bought.
import { dollars, requireOffer } from "../../../../provider/resources/pricing/jobPriceCap";
import { jobDefinition } from "../../../../provider/resources/lifecycle/job";
import { json, rejection, type Answer } from "../../../support/fakes";
import { createService, running, type Service } from "../../../support/scriptedService";

/** A page of offers at these prices; one without a price has `undefined`. */
const offers = (prices: readonly (number | undefined)[], total = prices.length): Answer =>
  json(200, {
    data: prices.map((hourly_rate_usd, index) => ({
      offer_id: `${total}-${index}`,
      pricing: { hourly_rate_usd },
    })),
    total,
  });

const priced = (...prices: readonly (number | undefined)[]): Service =>
  createService({ offers: [offers(prices)] });

const ask = ({ effects }: Service, maxHourlyUsd = 1): Promise<void> =>
  requireOffer(effects.api, { gpuCount: 1 }, maxHourlyUsd);

test.each([
  { name: "below it", price: 0.99 },
  { name: "of exactly that price", price: 1 },
])("an offer $name is enough", async ({ price }) => {
  await expect(ask(priced(3, price, 2))).resolves.toBeUndefined();
});

const none = "no offer that fits this hardware has a price";
const cheapest = (price: string): string => `the cheapest offer that fits costs ${price} an hour`;

test.each<[string, (number | undefined)[], string]>([
  ["all offers are too expensive, with the cheapest", [3, 1.4, 2], cheapest("$1.40")],
  ["there is no offer", [], none],
])("nothing is bought when %s", async (_name, prices, why) => {
  expect(await rejection(ask(priced(...prices)))).toMatchObject({
    kind: "validation",
    message:
      `maxHourlyUsd cannot be held: ${why}. Raise it, ask for less hardware or allow more ` +
      "regions.",
  });
});

describe("a GPU without an offer", () => {
  const gpus = json(200, {
    data: ["NVIDIA RTX 4090", "NVIDIA RTX 5090"].map((name, index) => ({
      uuid: `00000000-0000-4000-8000-00000000000${index}`,
      name,
    })),
    total: 2,
  });
  const refused = async (gpuName: string, answers: readonly Answer[] = [gpus]): Promise<string> => {
    const { effects } = createService({ offers: [offers([])], gpus: answers });
    return String(await rejection(requireOffer(effects.api, { gpuCount: 1, gpuName }, 1)));
  };

  test("may be another one, where its name is near that", async () => {
    const message = await refused("RTX4090");
    expect(message).toContain(
      "the service has no GPU of this gpuName. Did you mean NVIDIA RTX 4090?",
    );
    expect(message).not.toContain("RTX4090");
  });

  test.each<[string, string, Answer]>([
    ["the registry has it", "RTX 4090", gpus],
    ["the registry cannot be read", "RTX4090", json(403, { message: "no" })],
  ])("is only too expensive or taken when %s", async (_name, gpuName, answer) => {
    expect(await refused(gpuName, [answer])).toContain("has a price. Raise it");
  });

  test.each([
    ["is asked about", "RTX4090", "Did you mean NVIDIA RTX 4090?"],
    ["is named as it is", "NVIDIA RTX 4090", "no offer shows what this job may cost. Give"],
  ])("%s in a create by the cap of the stack too, and nothing is bought", async (...row) => {
    const [, gpuName, words] = row;
    const service = createService(
      { ...running, offers: [offers([])], gpus: [gpus] },
      { config: { maxStackHourlyUsd: 1 } },
    );
    const inputs = {
      task: "PERSISTENT",
      container: { image: "ubuntu" },
      gpuCount: 1,
      gpuName,
      __context: { name: "box", id: "aaaaaaaa.bbbbbbbb.cccccccccc" },
    };
    const message = String(await rejection(jobDefinition.create(service.effects, inputs)));
    expect(message).toContain(words);
    expect(message).toContain("Give this job a lower maxHourlyUsd");
    expect(service.asked).not.toContain("create");
  });

  test("is not searched in the registry where an offer is only too expensive", async () => {
    const service = createService({ offers: [offers([9])], gpus: [gpus] });
    await rejection(requireOffer(service.effects.api, { gpuName: "RTX4090" }, 1));
    expect(service.asked).toEqual(["offers"]);
  });
});

test("a price cap is of one node: a job of several nodes counts each of them under the stack's cap", async () => {
  const capped = createService(
    { ...running, offers: [offers([0.35])] },
    { config: { maxStackHourlyUsd: 0.5 } },
  );
  const inputs = {
    task: "PERSISTENT",
    container: { image: "ubuntu" },
    maxHourlyUsd: 0.4,
    maxNodeCount: 2,
    __context: { name: "box", id: "aaaaaaaa.bbbbbbbb.cccccccccc" },
  };
  const message = String(await rejection(jobDefinition.create(capped.effects, inputs)));
  expect(message).toContain("this job up to $0.80 an hour");
  expect(capped.asked).not.toContain("create");
});

test("no further page is read once an offer is cheap enough", async () => {
  const page = Array.from({ length: 50 }, (_, index) => (index === 7 ? 1 : 9));
  const service = createService({ offers: [offers(page, 500)] });
  await ask(service);
  expect(service.asked).toEqual(["offers"]);
});

test.each([
  [0.0999, "$0.0999"],
  [0.1, "$0.10"],
])("%p is written %s", (amount, written) => {
  expect(dollars(amount)).toBe(written);
});
