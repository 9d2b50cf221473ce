// The stack's cap: whether one more job fits.
import {
  overCapError,
  overStackCap,
  whyOverCap,
  type LivePrice,
  type CapQuestion,
} from "../../../../provider/resources/pricing/stackCap";
import type { Properties } from "../../../../provider/resources/schema/types";

const live = (generation: string, rateUsd?: number, mostUsd = rateUsd): LivePrice => ({
  uuid: `job-${generation}`,
  generation,
  rateUsd,
  mostUsd,
});

const decide = (question: Partial<CapQuestion>): string =>
  whyOverCap({ capUsd: 1, mostUsd: 0.35, live: [], claims: new Map(), ...question }) ?? "fits";

test.each<[string, Partial<CapQuestion>, string]>([
  ["the first job", {}, "fits"],
  ["a job for all of the cap", { mostUsd: 1 }, "fits"],
  [
    "0.1 and 0.2 under 0.3, whatever binary fractions make of it",
    { capUsd: 0.3, mostUsd: 0.2, live: [live("a", 0.1)] },
    "fits",
  ],
  [
    "a job that may cost more than the cap",
    { mostUsd: 1.01 },
    "it would be exceeded: this job up to $1.01 an hour, together $1.01",
  ],
  [
    "a job that costs a billionth of a dollar more than the cap, as a sum may",
    { mostUsd: 1 + 1e-9 },
    "fits",
  ],
  [
    "a job beside live ones that cost too much",
    { live: [live("a", 0.35), live("b", 0.35)] },
    "it would be exceeded: the stack's 2 live jobs $0.70 an hour, this job up to $0.35 an hour, together $1.05",
  ],
  [
    "a job beside creates under way",
    { claims: new Map([["a", 0.7]]) },
    "it would be exceeded: 1 job on the way up to $0.70 an hour, this job up to $0.35 an hour, together $1.05",
  ],
  [
    "a job that is on the list and claimed, which counts once, by its price",
    { live: [live("a", 0.35)], claims: new Map([["a", 0.9]]) },
    "fits",
  ],
  [
    "a listed job without a price, by its claim",
    { live: [live("a", undefined, 0.9)], claims: new Map([["a", 0.5]]) },
    "fits",
  ],
  [
    "a listed job without a price or a claim, by the most expensive offer",
    { live: [live("a", undefined, 0.9)] },
    "it would be exceeded: the stack's 1 live job $0.90 an hour, this job up to $0.35 an hour, together $1.25",
  ],
  [
    "a live job whose price nobody knows",
    { capUsd: 100, live: [live("a"), live("b", 1)] },
    "it cannot be held: the stack's job job-a has no price yet, and no offer has one",
  ],
  [
    "two live jobs whose price nobody knows",
    { capUsd: 100, live: [live("a"), live("b")] },
    "it cannot be held: the stack's jobs job-a, job-b have no price yet, and no offer has one",
  ],
])("%s: %#", (_name, question, verdict) => {
  expect(decide(question)).toBe(verdict);
});

describe("the inputs of a new job under a cap of a dollar", () => {
  const [tooMuch, fitting] = [{ maxHourlyUsd: 1.5 }, { maxHourlyUsd: 0.5 }];
  const refusedFor = (inputs: Properties): readonly string[] =>
    overStackCap(inputs, {
      capUsd: 1,
      isReplaced: (uuid) => uuid.toLowerCase() === "replaced",
    }).map(({ property }) => property);

  test.each<[string, Properties, readonly string[]]>([
    ["a price cap above it", tooMuch, ["maxHourlyUsd"]],
    ["one that equals it", { maxHourlyUsd: 1 }, []],
    ["one that is a text, which is refused as such", { maxHourlyUsd: "1.5" }, []],
    ["one above it on three nodes", { ...fitting, maxNodeCount: 3 }, ["maxHourlyUsd"]],
    ["a job to adopt, which is not bought", { ...tooMuch, adopt: "theirs" }, []],
    ["one that is not known yet to adopt", { ...tooMuch, adopt: ["unknown"] }, []],
    ["the replaced job to adopt", { ...tooMuch, adopt: "replaced" }, ["maxHourlyUsd"]],
    ["preferences that are not known yet", { ...tooMuch, gpuPreferences: "unknown" }, []],
    [
      "preferences that are none, have no cap twice, one that fits, and one above it",
      { ...tooMuch, gpuPreferences: [null, "unknown", {}, {}, fitting, tooMuch] },
      ["maxHourlyUsd", "gpuPreferences[5].maxHourlyUsd"],
    ],
  ])("are refused for the right ones: %s", (_name, inputs, properties) => {
    expect(refusedFor(inputs)).toStrictEqual(properties);
  });

  test("are not refused where there is no cap", () => {
    expect(overStackCap(tooMuch, { capUsd: undefined, isReplaced: () => false })).toStrictEqual([]);
  });

  test.each([
    [1, ""],
    [2, "times maxNodeCount "],
  ])("on %i nodes are refused in words that fit", (maxNodeCount, times) => {
    const job = { capUsd: 1, isReplaced: () => false };
    const [{ reason } = { reason: "" }] = overStackCap({ ...tooMuch, maxNodeCount }, job);
    expect(reason).toBe(
      `${times}must be at most $1.00, the value of dispersed:maxStackHourlyUsd: such a job would ` +
        "never be created. Lower it, or raise dispersed:maxStackHourlyUsd",
    );
  });
});

test("the error of a cap says what to do, before anything is sent", () => {
  expect(overCapError(1, "it would be exceeded")).toMatchObject({
    kind: "validation",
    message:
      "dispersed:maxStackHourlyUsd is $1.00, and it would be exceeded. Give this job a lower " +
      "maxHourlyUsd, end another job, or raise dispersed:maxStackHourlyUsd. A job whose resource was " +
      "renamed or removed in the program ends only after the creates: end it first with " +
      "`pulumi destroy --target <urn>`.",
  });
});
