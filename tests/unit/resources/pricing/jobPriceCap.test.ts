// The input `maxHourlyUsd` before anything is bought.
import { dollars, requireOffer } from "../../../../provider/resources/pricing/jobPriceCap";
import { cutOff, json, rejection, type Answer } from "../../../support/fakes";
import { createService, type Service } from "../../../support/scriptedService";

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
  ["below it", 0.99],
  ["of exactly that price", 1],
])("an offer %s is enough", async (_name, price) => {
  await expect(ask(priced(3, price, 2))).resolves.toBeUndefined();
});

test("the cheapest of the offers is named when all are dearer", async () => {
  expect(await rejection(ask(priced(3, 1.4, 2)))).toMatchObject({
    kind: "validation",
    message:
      "maxHourlyUsd cannot be held: the cheapest offer that fits costs $1.40 an hour. Raise it, ask " +
      "for less hardware or allow more regions.",
  });
});

test.each([
  ["there is no offer", []],
  ["no offer tells its price", [undefined, undefined]],
])("nothing is bought when %s", async (_name, prices) => {
  expect(await rejection(ask(priced(...prices)))).toMatchObject({
    kind: "validation",
    message:
      "maxHourlyUsd cannot be held: no offer that fits this hardware has a price. Raise it, ask " +
      "for less hardware or allow more regions.",
  });
});

describe("a GPU of which there is no offer", () => {
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

  test("is asked about where its name is near another", async () => {
    const message = await refused("RTX4090");
    expect(message).toContain(
      "the service has no GPU of this gpuName. Did you mean NVIDIA RTX 4090?",
    );
    expect(message).not.toContain("RTX4090");
  });

  test("is looked up where its name is near none", async () => {
    expect(await refused("banana")).toContain("`dispersed gpus` lists those there are.");
  });

  test.each<[string, string, Answer]>([
    ["the registry has it", "RTX 4090", gpus],
    ["the registry cannot be read", "RTX4090", json(403, { message: "no" })],
    ["the registry is empty", "RTX4090", json(200, { data: [], total: 0 })],
  ])("is only too dear or taken when %s", async (_name, gpuName, answer) => {
    expect(await refused(gpuName, [answer])).toContain("has a price. Raise it");
  });

  test("is not looked up where an offer is only too dear", async () => {
    const service = createService({ offers: [offers([9])], gpus: [gpus] });
    await rejection(requireOffer(service.effects.api, { gpuName: "RTX4090" }, 1));
    expect(service.asked).toEqual(["offers"]);
  });
});

test("an offer without a price does not hide the price of another", async () => {
  expect(String(await rejection(ask(priced(undefined, 2))))).toContain("costs $2.00 an hour");
});

test("no further page is asked for once an offer is cheap enough", async () => {
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
