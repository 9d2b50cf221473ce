// `dispersed:defaults`: what is refused, what is inherited, and what is not.
import { errorMessage } from "../../../../provider/api/errors/errors";
import { checkWithDefaults } from "../../../../provider/resources/contract/checkWithDefaults";
import {
  inheritDefaults,
  resolveDefaults,
  type JobDefaults,
} from "../../../../provider/resources/job/defaults";
import { jobDefinition } from "../../../../provider/resources/lifecycle/job";
import { sshKeyDefinition } from "../../../../provider/resources/sshKey/sshKey";
import type { Properties } from "../../../../provider/resources/schema/types";
import { UNKNOWN } from "../../../../provider/resources/schema/unknown";

const read = (text: string | undefined): JobDefaults =>
  resolveDefaults({ get: (key) => (key === "dispersed:defaults" ? text : undefined), env: {} });

function refusal(given: unknown): string {
  try {
    read(typeof given === "string" ? given : JSON.stringify(given));
  } catch (error) {
    return errorMessage(error);
  }
  return "not refused";
}

const all: JobDefaults = {
  registry: { host: "registry.example", user: "team", secret: "hunter22" },
  allowedIps: ["203.0.113.0/24"],
  allowedRegionCodes: ["us-east-1"],
  maxHourlyUsd: 1.5,
  expiresAfter: "8h",
};

describe("the setting", () => {
  test.each<[string, string | undefined, JobDefaults]>([
    ["nothing when it is not set", undefined, {}],
    ["what is set", JSON.stringify(all), all],
    ["no price where none is set", '{"expiresAfter":"8h"}', { expiresAfter: "8h" }],
  ])("is %s", (_name, text, expected) => {
    expect(read(text)).toStrictEqual(expected);
  });

  test.each([
    ["1.5", 1.5],
    ["12", 12],
    ["0.25", 0.25],
  ])("may hold the price %s as text, as `pulumi config set --path` writes it", (text, usd) => {
    expect(read(JSON.stringify({ maxHourlyUsd: text }))).toEqual({ maxHourlyUsd: usd });
  });

  test("is refused with a form that names every member", () => {
    const [form = ""] = /\{"registry":.*\}/.exec(refusal("canary")) ?? [];
    expect(Object.keys(JSON.parse(form) as object)).toEqual(Object.keys(all));
  });

  test("is refused with everything that is wrong", () => {
    expect(refusal({ maxHourlyUsd: 0, expiresAfter: 8 })).toMatch(
      /maxHourlyUsd must be more than 0[^;]*; expiresAfter must be/,
    );
  });

  test.each<[unknown, string]>([
    ...["canary", "[]", "null", "5"].map((text): [string, string] => [text, "is no JSON object"]),
    ...["", "1.5 USD", "0x10", "1e3", ["1.5"]].map((maxHourlyUsd): [unknown, string] => [
      { maxHourlyUsd },
      "maxHourlyUsd must be a number of US dollars",
    ]),
    [{ regions: [] }, "regions is not a property of dispersed:defaults"],
    [{ expiresAfterr: "8h" }, "did you mean expiresAfter?"],
    [{ allowedIps: ["everybody"] }, "allowedIps[0] must be an IP address or a CIDR block"],
    [{ registry: { password: "canary" } }, "registry.password is not a property of registry"],
    [{ registry: { secret: 5 } }, "registry.secret must be a string"],
  ])("is refused for %j, with the member and the form", (given, words) => {
    const refused = refusal(given);
    expect(refused).toMatch(/^dispersed:defaults in the configuration is .*\{"registry":/);
    expect(refused).toContain(words);
    expect(refused).not.toContain("canary");
  });
});

const box = { task: "PERSISTENT", container: { image: "example/render" } };

describe("a resource", () => {
  test("inherits everything that it leaves out", () => {
    const { registry, allowedIps, ...rest } = all;
    expect(inheritDefaults(box, all).inputs).toEqual({
      ...box,
      ...rest,
      container: { image: "example/render", registry, allowedIps },
    });
  });

  test.each<[string, object]>([
    ["registry", { container: { image: "example/render", registry: { host: "other.example" } } }],
    ["an empty registry", { container: { image: "example/render", registry: {} } }],
    ["allowedIps", { container: { image: "example/render", allowedIps: [] } }],
    ["allowedRegionCodes", { allowedRegionCodes: [] }],
    ["maxHourlyUsd", { maxHourlyUsd: 9 }],
    ["expiresAfter", { expiresAfter: "1h" }],
    ["a price that is not known yet", { maxHourlyUsd: UNKNOWN }],
  ])("keeps %s of its own", (_name, own) => {
    expect(inheritDefaults({ ...box, ...own }, all).inputs).toMatchObject(own);
  });

  test.each(Object.keys(all))("can ignore %s", (name) => {
    const given = { ...box, ignoreDefaults: [name] };
    const { inputs, paths } = inheritDefaults(given, all);
    expect(paths.map((path) => path.at(-1))).toEqual(
      Object.keys(all).filter((other) => other !== name),
    );
    expect([inputs[name], (inputs["container"] as Record<string, unknown>)[name]]).toEqual([
      undefined,
      undefined,
    ]);
  });

  test("has no time to live when it is BATCH", () => {
    const { inputs } = inheritDefaults({ ...box, task: "BATCH" }, all);
    expect(inputs).not.toHaveProperty("expiresAfter");
  });

  test.each<[string, object, string]>([
    ["time to live while its task is unknown", { ...box, task: UNKNOWN }, "expiresAfter"],
    ["price while ignoreDefaults is unknown", { ...box, ignoreDefaults: UNKNOWN }, "maxHourlyUsd"],
  ])("has an unknown %s", (_name, given, name) => {
    expect(inheritDefaults({ ...given }, all).inputs[name]).toBe(UNKNOWN);
  });

  test.each([null, UNKNOWN])("keeps the container %p", (container) => {
    const { inputs } = inheritDefaults({ task: "PERSISTENT", container }, all);
    expect(inputs["container"]).toBe(container);
  });
});

describe("a recipe's job", () => {
  const cooked = { recipeUuid: "3fa85f64-5717-4562-b3fc-2c963f66afa6" };

  test("without a container and a task inherits what does not need them, with a warning", () => {
    const { inputs, warnings } = inheritDefaults(cooked, all);
    expect(inputs).toEqual({ ...cooked, allowedRegionCodes: ["us-east-1"], maxHourlyUsd: 1.5 });
    expect(warnings.map(({ property, reason }) => `${property} ${reason}`)).toEqual([
      "allowedIps of dispersed:defaults is not inherited, because container is the recipe's: set " +
        "container, or leave it out for good with ignoreDefaults",
      "expiresAfter of dispersed:defaults is not inherited, because task is the recipe's: set " +
        "task, or leave it out for good with ignoreDefaults",
    ]);
  });

  test("is not warned of a time to live of its own", () => {
    const { warnings } = inheritDefaults({ ...cooked, expiresAfter: "1h" }, { expiresAfter: "8h" });
    expect(warnings).toEqual([]);
  });

  test("with the recipe's image does not get credentials for another registry", () => {
    const given = { ...cooked, container: { ports: [22] } };
    expect(inheritDefaults(given, all).inputs["container"]).toEqual({
      ports: [22],
      allowedIps: ["203.0.113.0/24"],
    });
  });
});

describe("a check with defaults", () => {
  test("adds nothing to a resource that inherits nothing", () => {
    const nothing = { inputs: {}, failures: [], warnings: [] };
    expect(checkWithDefaults(sshKeyDefinition, {}, all)).toEqual(nothing);
  });

  test("traces warnings too", () => {
    const warnings = [{ property: "maxHourlyUsd", reason: "is odd" }];
    const definition = { ...jobDefinition, rules: () => ({ failures: [], warnings }) };
    const found = checkWithDefaults(definition, box, { maxHourlyUsd: 1 });
    expect(found.warnings.map(({ reason }) => reason)).toEqual([
      expect.stringMatching(/^is odd \(inherited from dispersed:defaults/),
    ]);
  });

  test.each([
    ["container.allowedIps[0]", true],
    ["container.allowedIps.first", true],
    ["container.allowedIpsToo", false],
    ["another.container.allowedIps", false],
  ])("takes a finding at %s for one of an inherited list: %p", (property, isTraced) => {
    const found = { failures: [{ property, reason: "is wrong" }], warnings: [] };
    const definition = { ...jobDefinition, rules: () => found };
    const { failures } = checkWithDefaults(definition, box, { allowedIps: ["203.0.113.0/24"] });
    expect(failures.map(({ reason }) => reason.includes("inherited"))).toEqual([isTraced]);
  });
});

describe("a price of a new job above the stack's cap", () => {
  const priced = { ...box, maxHourlyUsd: 2 };
  const preferring = (...preferences: readonly object[]): Properties => ({
    ...{ ...box, gpuCount: 1 },
    gpuPreferences: preferences.map((each, index) => ({ gpuName: `GPU ${index}`, ...each })),
  });
  const properties = (...args: Parameters<typeof checkWithDefaults>): readonly string[] =>
    checkWithDefaults(...args).failures.map(({ property }) => property);

  test.each([
    ["is refused", priced, {}, 1, ["maxHourlyUsd"]],
    ["is refused where it is inherited", box, { maxHourlyUsd: 2 }, 1, ["maxHourlyUsd"]],
    ["is taken where it equals the cap", priced, {}, 2, []],
    ["is taken where there is no cap, or the job is there already", priced, {}, undefined, []],
    [
      "is taken where nothing is bought",
      { ...priced, adopt: "3fa85f64-5717-4562-b3fc-2c963f66afa6" },
      {},
      1,
      [],
    ],
    [
      "is refused where its nodes exceed it together",
      { ...priced, maxNodeCount: 3 },
      {},
      5,
      ["maxHourlyUsd"],
    ],
    ["is taken where its nodes keep to it together", { ...priced, maxNodeCount: 2 }, {}, 4, []],
    [
      "is taken where it is not known on how many nodes",
      { ...priced, maxNodeCount: UNKNOWN },
      {},
      2,
      [],
    ],
    [
      "is refused in each preference",
      preferring({ maxHourlyUsd: 2 }, { maxHourlyUsd: 1 }, { maxHourlyUsd: 3 }),
      {},
      1,
      ["gpuPreferences[0].maxHourlyUsd", "gpuPreferences[2].maxHourlyUsd"],
    ],
    [
      "is refused once where preferences have the job's",
      { ...preferring({}, {}), maxHourlyUsd: 2 },
      {},
      1,
      ["maxHourlyUsd"],
    ],
    [
      "is taken where every preference has its own",
      { ...preferring({ maxHourlyUsd: 1 }), maxHourlyUsd: 2 },
      {},
      1,
      [],
    ],
    ["is taken where it is not known yet", preferring({ maxHourlyUsd: UNKNOWN }), {}, 1, []],
    [
      "is taken where the preferences are not known yet",
      { ...priced, gpuPreferences: UNKNOWN },
      {},
      1,
      [],
    ],
  ] as const)("%s", (_name, inputs, defaults, capUsd, expected) => {
    const isReplaced = (): boolean => false;
    expect(properties(jobDefinition, inputs, defaults, { capUsd, isReplaced })).toEqual(expected);
  });

  test("is refused where `adopt` names the job that is replaced", () => {
    const replaced = "3fa85f64-5717-4562-b3fc-2c963f66afa6";
    const isReplaced = (uuid: string): boolean => uuid === replaced;
    const newJob = { capUsd: 1, isReplaced };
    expect(properties(jobDefinition, { ...priced, adopt: replaced }, {}, newJob)).toEqual([
      "maxHourlyUsd",
    ]);
  });
});

describe("what is wrong with inherited inputs", () => {
  test("is reported with where they came from, and how to ignore them", () => {
    const given = { ...box, waitFor: "created" };
    const { failures } = checkWithDefaults(jobDefinition, given, { maxHourlyUsd: 1 });
    expect(failures).toEqual([
      {
        property: "maxHourlyUsd",
        reason: expect.stringMatching(
          /\(inherited from dispersed:defaults; ignoreDefaults: \["maxHourlyUsd"\] leaves it out\)$/,
        ) as unknown,
      },
    ]);
  });
});
