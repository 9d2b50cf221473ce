// The input `maxHourlyUsd` before anything is bought.
import { dollars, requireOffer } from "../../../../provider/resources/pricing/jobPriceCap";
import { jobDefinition } from "../../../../provider/resources/lifecycle/job";
import { cutOff, json, rejection, type Answer } from "../../../support/fakes";
import { createService, emptyList, running, type Service } from "../../../support/scriptedService";

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
  ["no offer has a price", [undefined, undefined], none],
  ["one offer has no price and another is too expensive", [undefined, 2], cheapest("$2.00")],
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

  test("has a command that lists the GPUs, where its name is near none", async () => {
    expect(await refused("banana")).toContain("`dispersed gpus` lists those there are.");
  });

  test.each<[string, string, Answer]>([
    ["the registry has it", "RTX 4090", gpus],
    ["the registry cannot be read", "RTX4090", json(403, { message: "no" })],
    ["the registry is empty", "RTX4090", emptyList],
  ])("is only too expensive or taken when %s", async (_name, gpuName, answer) => {
    expect(await refused(gpuName, [answer])).toContain("has a price. Raise it");
  });

  describe("in a create", () => {
    const inputs = {
      task: "PERSISTENT",
      container: { image: "ubuntu" },
      gpuCount: 1,
      __context: { name: "box", id: "aaaaaaaa.bbbbbbbb.cccccccccc" },
    };
    const asked = "the service has no GPU of this gpuName. Did you mean NVIDIA RTX 4090?";
    const serviceWith = (config: object = {}): Service =>
      createService({ ...running, offers: [offers([])], gpus: [gpus] }, { config });

    test("is asked about by the cap of the stack too, and nothing is bought", async () => {
      const { effects, asked: routes } = serviceWith({ maxStackHourlyUsd: 1 });
      const create = jobDefinition.create(effects, { ...inputs, gpuName: "RTX4090" });
      const message = String(await rejection(create));
      expect(message).toContain(`no offer shows what this job may cost: ${asked}`);
      expect(message).toContain("Give this job a lower maxHourlyUsd");
      expect(routes).not.toContain("create");
    });

    test("is asked about by the cap of a preference, and the next one is tried", async () => {
      const { effects, said } = serviceWith();
      const gpuPreferences = [{ gpuName: "RTX4090" }, { gpuName: "RTX 4090" }];
      const capped = { ...inputs, gpuPreferences, maxHourlyUsd: 1 };
      await rejection(jobDefinition.create(effects, capped));
      expect(said).toContain(
        `info: gpuPreferences[0]: ${asked} \`dispersed gpus\` lists those there are; gpuPreferences[1] is tried next`,
      );
    });
  });

  test("is not searched in the registry where an offer is only too expensive", async () => {
    const service = createService({ offers: [offers([9])], gpus: [gpus] });
    await rejection(requireOffer(service.effects.api, { gpuName: "RTX4090" }, 1));
    expect(service.asked).toEqual(["offers"]);
  });
});

test("no further page is read once an offer is cheap enough", async () => {
  const page = Array.from({ length: 50 }, (_, index) => (index === 7 ? 1 : 9));
  const service = createService({ offers: [offers(page, 500)] });
  await ask(service);
  expect(service.asked).toEqual(["offers"]);
});

test("the search ends after twenty pages", async () => {
  const pages = Array.from({ length: 25 }, (_, page) =>
    offers(Array<number>(50).fill(9), 5_000 + page),
  );
  const service = createService({ offers: pages });
  await rejection(ask(service));
  expect(service.asked).toHaveLength(20);
});

test("offers that cannot be listed are no offers: nothing is bought", async () => {
  expect(await rejection(ask(createService({ offers: [cutOff()] })))).toMatchObject({
    kind: "ambiguous",
  });
});

test.each([
  [0, "$0.0000"],
  [0.0999, "$0.0999"],
  [0.1, "$0.10"],
  [1.4, "$1.40"],
])("%p is written %s", (amount, written) => {
  expect(dollars(amount)).toBe(written);
});
