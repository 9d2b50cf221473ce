import type * as z from "zod";

import type { ResourceDefinition } from "../../../../provider/resources/contract/definition";
import type { Properties } from "../../../../provider/resources/schema/types";
import { diff } from "../../../../provider/resources/schema/diff";
import { jobDefinition } from "../../../../provider/resources/lifecycle/job";
import { jobFromRecipeDefinition } from "../../../../provider/resources/lifecycle/jobFromRecipe";
import { adoptJob } from "../../../../provider/resources/purchase/adoptJob";
import { metaOf, valueSchema } from "../../../../provider/resources/schema/property";
import { jobQuorumDefinition } from "../../../../provider/resources/quorum/jobQuorum";
import { sshKeyDefinition } from "../../../../provider/resources/sshKey/sshKey";
import { definitions } from "../../../../provider/resources/registry";
import {
  createService,
  job,
  nodeUrl,
  otherUuid,
  ourMarker,
  outputsOf,
  uuid,
} from "../../../support/scriptedService";

/** A property, the ways to write its default out, and another value. */
type Row = readonly [path: string, spellings: readonly unknown[], other: unknown];

const orderRows: readonly Row[] = [
  ["title", ["box"], "render"],
  ["description", [""], "nightly"],
  ["cpuCount", [0], 1],
  ["gpuCount", [0], 1],
  ["minVramGb", [0], 24],
  ["minRamGb", [0], 0.5],
  ["minStorageGb", [0], 1],
  ["maxNodeCount", [1], 2],
  ["maxRetryCount", [0], 1],
  ["maxTimeoutAssignMs", [300_000], 300_001],
  ["maxTimeoutStartMs", [300_000], 120_000],
  ["allowedRegionCodes", [[]], ["us-east-1"]],
  ["triggers", [{}, { a: null }, { a: undefined }], { a: 1 }],
  ["container.env", [{}], { A: "1" }],
  ["container.volumes", [[]], [{ mount: "/m" }]],
  ["container.registry", [{}, { host: null }], { host: "r.example" }],
];

const allEndings = ["COMPLETED", "FAILED", "CANCELLED"];
const settingRows = (task: string): readonly Row[] => [
  ...(task === "BATCH"
    ? ([
        ["waitFor", ["running"], "created"],
        ["replaceOn", [["FAILED"], ["FAILED", "FAILED"]], []],
      ] as const)
    : ([
        ["waitFor", ["ready"], "created"],
        ["replaceOn", [allEndings, [...allEndings].reverse()], []],
      ] as const)),
  ["onCreateFailure", ["keep"], "cancel"],
  ["ignoreDefaults", [[]], ["registry"]],
  ["logTailLines", [20], 21],
  ["sshUser", ["duser"], "root"],
];

const context = { __context: { name: "box" } };
const jobs = { one: { uuid }, two: { uuid: otherUuid } };

/** Inputs with this at a path of one or two steps. */
function withValue(inputs: Properties, path: string, value: unknown): Properties {
  const [first = "", second] = path.split(".");
  if (second === undefined) return { ...inputs, [first]: value };
  return { ...inputs, [first]: { ...(inputs[first] as Properties), [second]: value } };
}

interface Case {
  readonly definition: ResourceDefinition;
  readonly inputs: Properties;
  /** What the state holds besides the inputs. */
  readonly said: Properties;
  readonly rows: readonly Row[];
}

const batch = { task: "BATCH", container: { image: "ubuntu" }, maxTimeoutRunMs: 60_000 };
const persistent = { task: "PERSISTENT", container: { image: "ubuntu" } };
const running = { ...outputsOf("RUNNING"), nodeUrls: [nodeUrl("ssh")] };
/** The defaults of a Job that a JobFromRecipe leaves to the recipe. */
const recipesOwn = orderRows.filter(([path]) => !["triggers", "container.registry"].includes(path));

/** The defaults that a JobFromRecipe has too. */
const ofEveryJob = orderRows.filter((row) => !recipesOwn.includes(row));

const cases: readonly [string, Case][] = Object.entries({
  "a BATCH Job": {
    definition: jobDefinition,
    inputs: batch,
    said: running,
    rows: [...orderRows, ...settingRows("BATCH")],
  },
  "a PERSISTENT Job": {
    definition: jobDefinition,
    inputs: persistent,
    said: running,
    rows: [...orderRows, ...settingRows("PERSISTENT")],
  },
  "a JobFromRecipe, whose task only the job has": {
    definition: jobFromRecipeDefinition,
    inputs: { recipeUuid: uuid, container: { tag: "1" } },
    said: { ...running, __context: { name: "box", task: "PERSISTENT" } },
    rows: [...ofEveryJob, ...settingRows("PERSISTENT")],
  },
  "a JobQuorum": {
    definition: jobQuorumDefinition,
    inputs: { jobs },
    said: { ready: ["one", "two"], late: [], failed: [] },
    rows: [
      ["need", [2], 1],
      ["grace", ["0s", "0m", "0"], "1s"],
      ["sshUser", ["duser"], "root"],
    ],
  },
  "an SshKey": {
    definition: sshKeyDefinition,
    inputs: {},
    said: {},
    rows: [
      ["comment", ["box"], ""],
      ["triggers", [{}, { a: null }], { a: 1 }],
    ],
  },
} satisfies Readonly<Record<string, Case>>);

describe.each(cases)("%s", (_name, { definition, inputs, said, rows }) => {
  const pathsOf = (old: Properties, now: Properties): readonly string[] => {
    const outputs = {
      ...said,
      task: undefined,
      ...old,
      __context: said["__context"] ?? context.__context,
    };
    return diff(definition, outputs, { ...now, ...context }, 0).map(({ path }) => path);
  };
  const spelt = rows.flatMap(([path, spellings]) =>
    spellings.map((value): [string, unknown] => [path, value]),
  );

  test.each(spelt)("does not change with whether %s is absent, null or %j", (path, value) => {
    const written = withValue(inputs, path, value);
    expect(pathsOf(inputs, written)).toEqual([]);
    expect(pathsOf(written, inputs)).toEqual([]);
    expect(pathsOf(written, withValue(inputs, path, null))).toEqual([]);
  });

  test.each(rows)("changes when %s is or was not the default", (path, spellings, other) => {
    const old = withValue(inputs, path, other);
    const written = withValue(inputs, path, spellings[0]);
    for (const [before, after] of [
      [inputs, old],
      [old, written],
      [old, inputs],
    ] as const) {
      expect(pathsOf(before, after)[0]).toMatch(path);
    }
  });
});

describe("the override of a recipe", () => {
  const inputs = { recipeUuid: uuid, container: { tag: "1" }, ...context };

  test.each(recipesOwn)("is one also where it is the default of a Job: %s", (path, [value]) => {
    const changes = diff(
      jobFromRecipeDefinition,
      { ...running, task: undefined, ...inputs },
      withValue(inputs, path, value),
      0,
    );
    expect(changes).toEqual([{ path, kind: "add", replaces: true }]);
  });
});

describe("the table", () => {
  /** The paths of all properties that have a default. */
  const pathsIn = (shape: Readonly<Record<string, z.ZodType>>, prefix = ""): readonly string[] =>
    Object.entries(shape).flatMap(([name, schema]) => {
      const inner = valueSchema(schema) as z.ZodType & { shape?: Record<string, z.ZodType> };
      const own = metaOf(schema).defaultsTo === undefined ? [] : [`${prefix}${name}`];
      return [
        ...own,
        ...(inner.shape === undefined ? [] : pathsIn(inner.shape, `${prefix}${name}.`)),
      ];
    });

  test.each(cases)("has no default that is not tested here: %s", (_name, { definition, rows }) => {
    const tried = rows.map(([path]) => path).sort();
    expect([...pathsIn(definition.inputs.shape)].sort()).toEqual(tried);
  });

  test("is tested with every resource", () => {
    const tried = new Set(cases.map(([, { definition }]) => definition.type));
    expect(definitions.map(({ type }) => type).sort()).toEqual([...tried].sort());
  });
});

describe("a resource that gets another name", () => {
  const renamed = { __context: { name: "other" } };
  const titles = (old: unknown, now: unknown): readonly string[] =>
    diff(
      jobDefinition,
      { ...running, ...persistent, title: old, ...context },
      { ...persistent, title: now, ...renamed },
      0,
    ).map(({ path }) => path);

  test.each<[string, unknown, unknown, readonly string[]]>([
    ["leaves its title out as before", undefined, undefined, []],
    ["writes out the title that its job has", undefined, "box", []],
    ["asks for its new name as title", undefined, "other", ["title"]],
  ])("%s", (_name, old, now, changed) => {
    expect(titles(old, now)).toEqual(changed);
  });
});

/** A job as the service returns it, with all its defaults. */
const told = {
  task: "PERSISTENT",
  title: "box",
  description: "",
  cpu_count: 0,
  gpu_count: 0,
  min_vram_gb: 0,
  min_ram_gb: 0,
  min_storage_gb: 0,
  max_node_count: 1,
  max_retry_count: 0,
  max_timeout_assign_ms: 300_000,
  max_timeout_start_ms: 300_000,
  max_timeout_run_ms: null,
  allowed_region_codes: [],
  parameters: {
    type: "docker",
    parameters: { image: "ubuntu", env: {}, volumes: [], ports: [22] },
  },
};

describe("the import of a job with every default", () => {
  test("writes none of them down", async () => {
    const { effects } = createService({ get: [job("RUNNING", told)] });
    const found = await jobDefinition.imports?.describe(effects, uuid, "box");
    expect(found?.inputs).toEqual({
      task: "PERSISTENT",
      container: { image: "ubuntu", ports: [22] },
    });
  });
});

describe("the adoption of a job with every default", () => {
  const adopt = (wanted: Properties, fields: object): ReturnType<typeof adoptJob> => {
    const { effects } = createService({ get: [job("RUNNING", fields)] });
    return adoptJob(effects, uuid, { wanted }, ourMarker, {});
  };
  const bare = { task: "PERSISTENT", parameters: told.parameters };

  test.each(orderRows)("is not refused for %s, written out as %j", async (path, [value]) => {
    const wanted = withValue(persistent, path, value);
    expect(await adopt(wanted, told)).toMatchObject({ job: { uuid } });
    expect(await adopt(wanted, bare)).toMatchObject({ job: { uuid } });
  });
});
