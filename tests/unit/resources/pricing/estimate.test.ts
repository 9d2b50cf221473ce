// What a preview says about money: what can be priced, for how much, and in which message.
import {
  anyOf,
  pricingRequest,
  priceOf,
  type Template,
} from "../../../../provider/resources/pricing/estimate";
import {
  estimateText,
  type PricedJob,
  type UnpricedJob,
} from "../../../../provider/resources/pricing/estimateText";

const batch = { task: "BATCH", gpuCount: 1, maxTimeoutRunMs: 7_200_000 };
const offers = { cheapestUsd: 0.35, mostExpensiveUsd: 0.7, complete: true };

const noRecipe: Template = { kind: "known", template: {} };

function price(inputs: object, range: typeof offers | undefined = offers): PricedJob | UnpricedJob {
  const priceable = pricingRequest({ name: "box", inputs: { ...batch, ...inputs } }, {}, noRecipe);
  if (priceable.kind === "unknown") return priceable;
  return anyOf(
    "box",
    priceable.preferences.map((each) => priceOf("box", each, range)),
  );
}

describe("a job", () => {
  test("costs what the offers do, at most for as long as it may run", () => {
    expect(price({})).toEqual({
      name: "box",
      cheapestHourlyUsd: 0.35,
      mostExpensiveHourlyUsd: 0.7,
      mostUsd: 1.4,
      expires: false,
    });
  });

  test.each<[string, object, object]>([
    ["a cap of its own", { maxHourlyUsd: 0.5 }, { mostExpensiveHourlyUsd: 0.5, mostUsd: 1 }],
    [
      "more nodes",
      { maxNodeCount: 3 },
      { cheapestHourlyUsd: 0.35, mostExpensiveHourlyUsd: 0.7 * 3 },
    ],
    ["a time to live", { task: "PERSISTENT", expiresAfter: "1h" }, { mostUsd: 0.7, expires: true }],
    [
      "any of the GPUs that it would take",
      { gpuPreferences: [{ gpuName: "A", maxHourlyUsd: 0.4 }, { gpuName: "B" }] },
      { cheapestHourlyUsd: 0.35, mostExpensiveHourlyUsd: 0.7, mostUsd: 1.4 },
    ],
    ["no end", { task: "PERSISTENT" }, { mostUsd: undefined, expires: true }],
  ])("is priced with %s", (_name, inputs, priced) => {
    expect(price(inputs)).toMatchObject(priced);
  });

  test("is priced with the defaults that it inherits", () => {
    const job = { name: "box", inputs: { task: "PERSISTENT" } };
    expect(pricingRequest(job, { expiresAfter: "2h", maxHourlyUsd: 1 }, noRecipe)).toMatchObject({
      preferences: [{ maxHourlyUsd: 1, longestMs: 7_200_000 }],
    });
  });
});

const priced = (name: string, more: Partial<PricedJob> = {}): PricedJob => ({
  name,
  cheapestHourlyUsd: 0.35,
  mostExpensiveHourlyUsd: 0.69,
  mostUsd: 1.4,
  expires: false,
  ...more,
});

describe("the message", () => {
  test.each<[string, readonly (PricedJob | UnpricedJob)[], string]>([
    [
      "a job without an end",
      [priced("a"), priced("b", { mostUsd: undefined, expires: true })],
      "2 jobs: about $0.70 to 1.38 an hour, without an end for what has no expiresAfter (b).",
    ],
    [
      "a job that somebody has to end",
      [priced("a"), priced("b", { expires: true })],
      "2 jobs: about $0.70 to 1.38 an hour, at most $2.80 for this run, if a `pulumi up` cancels " +
        "what expires when it does (b).",
    ],
    [
      "jobs with and without a price",
      [priced("a"), { name: "b", why: "gpuName not known yet" }],
      "1 job: about $0.35 to 0.69 an hour, at most $1.40 for this run. " +
        "Not priced: b (gpuName not known yet).",
    ],
  ])("for %s", (_name, jobs, message) => {
    expect(estimateText(jobs, undefined)).toEqual({ message });
  });

  test("says when the stack's cap is lower, and that it holds", () => {
    expect(estimateText([priced("a"), priced("b")], 1.37).warning).toContain(
      "more than dispersed:maxStackHourlyUsd ($1.37)",
    );
  });

  test("does not mention a cap that leaves room to the cent", () => {
    expect(estimateText([priced("a"), priced("b")], 1.38)).not.toHaveProperty("warning");
  });
});
