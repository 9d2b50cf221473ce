import fc from "fast-check";

import type { Change, Properties } from "../../../../provider/resources/schema/types";
import { diff } from "../../../../provider/resources/schema/diff";
import { jobDefinition } from "../../../../provider/resources/lifecycle/job";
import { jobFromRecipeDefinition } from "../../../../provider/resources/lifecycle/jobFromRecipe";
import { UNKNOWN } from "../../../../provider/resources/schema/unknown";
import { nodeUrl, uuid } from "../../../support/scriptedService";

/** 2 February 2024. */
const NOW_MS = 1_706_904_000_000;

const sshKey = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGq me@host";

const full: Properties = {
  task: "BATCH",
  title: "render",
  description: "nightly",
  cpuCount: 4,
  gpuCount: 1,
  gpuName: "RTX",
  minVramGb: 24,
  minRamGb: 32,
  minStorageGb: 100,
  maxNodeCount: 1,
  maxRetryCount: 2,
  maxTimeoutAssignMs: 300_000,
  maxTimeoutStartMs: 120_000,
  maxTimeoutRunMs: 60_000,
  allowedRegionCodes: ["us-east-1", "us-west-2"],
  waitFor: "created",
  replaceOn: ["FAILED", "CANCELLED"],
  triggers: { a: { b: 1, c: 2 } },
  sshUser: "me",
  container: {
    image: "ubuntu",
    tag: "24.04",
    env: { A: "1", B: "2" },
    ports: [22, 8080],
    sshKey,
    allowedIps: ["10.0.0.0/8", "::1"],
    registry: { host: "r.example", user: "me", secret: "s" },
    volumes: [{ image: "i", tag: "t", registry: "r", user: "u", secret: "s", mount: "/m" }],
    imageSource: "x",
  },
};

const container = full["container"] as Properties;
const context = { __context: { name: "box" } };

/** What the state holds after those inputs: they, and what the service said. */
const outputsAfter = (inputs: Properties, said: Properties = {}): Properties => ({
  ...inputs,
  uuid,
  status: "RUNNING",
  nodeUrls: ["ssh", "8080"].map(nodeUrl),
  apiOrigin: "https://api.example.com",
  __context: { name: "box", key: "k" },
  ...said,
});

const changesTo = (inputs: Properties, said: Properties = {}): readonly Change[] =>
  diff(jobDefinition, outputsAfter(full, said), { ...inputs, ...context }, NOW_MS);

const withContainer = (fields: Properties): Properties => ({
  ...full,
  container: { ...container, ...fields },
});

describe("a changed input", () => {
  const registry = { host: "r.example", user: "me", secret: "s" };
  const volume = { image: "i", tag: "t", registry: "r", user: "u", secret: "s", mount: "/m" };

  test.each<[string, unknown]>([
    ["task", "PERSISTENT"],
    ["title", "other"],
    ["cpuCount", 5],
    ["minVramGb", 48],
    ["maxNodeCount", 2],
    ["maxTimeoutAssignMs", 300_001],
    ["allowedRegionCodes", ["us-east-1"]],
    ["triggers", { a: { b: 1, c: 3 } }],
    ["container.image", "debian"],
    ["container.env", { A: "1", B: "3" }],
    ["container.ports", [22, 8081]],
    ["container.sshKey", `${sshKey}2`],
    ["container.registry.secret", "o"],
    ["container.volumes", [{ ...volume, secret: "o" }]],
    ["container.imageSource", "y"],
  ])("E01: replaces the job, and is named alone: %s", (path, value) => {
    const [first = "", second = "", third] = path.split(".");
    const inner = third === undefined ? value : { ...registry, [third]: value };
    const now = second === "" ? { ...full, [first]: value } : withContainer({ [second]: inner });
    expect(changesTo(now)).toEqual([{ path, kind: "update", replaces: true }]);
  });

  test.each<[string, unknown]>([
    ["waitFor", "running"],
    ["replaceOn", ["FAILED"]],
    ["sshUser", "root"],
  ])("E01: that is a setting changes in place: %s", (path, value) => {
    expect(changesTo({ ...full, [path]: value })).toEqual([
      { path, kind: "update", replaces: false },
    ]);
  });

  test("that was absent is added, and one that is absent now is deleted, a group as one", () => {
    expect(changesTo({ ...full, gpuRegistryUuid: uuid })).toEqual([
      { path: "gpuRegistryUuid", kind: "add", replaces: true },
    ]);
    expect(changesTo(withContainer({ registry: undefined }))).toEqual([
      { path: "container.registry", kind: "delete", replaces: true },
    ]);
  });
  test("is the only reason where it replaces a job that would be waited for", () => {
    const said = { status: "PENDING", nodeUrls: [] };
    const waiting = { ...withContainer({ ports: [22] }), waitFor: "ready" };
    const now = { ...withContainer({ ports: [22, 8888] }), waitFor: "ready", ...context };
    expect(diff(jobDefinition, outputsAfter(waiting, said), now, NOW_MS)).toEqual([
      { path: "container.ports", kind: "update", replaces: true },
    ]);
  });

  test("can be an empty list in place of none, which means something else", () => {
    const old = outputsAfter(withContainer({ ports: undefined }));
    const now = { ...withContainer({ ports: [] }), ...context };
    expect(diff(jobDefinition, old, now, NOW_MS)).toEqual([
      { path: "container.ports", kind: "add", replaces: true },
    ]);
  });
});

describe("no change", () => {
  test.each<[string, Properties]>([
    ["a member of a set named twice", withContainer({ allowedIps: ["10.0.0.0/8", "::1", "::1"] })],
    ["an SSH key with its line break", withContainer({ sshKey: ` ${sshKey}\n` })],
    ["a number with a point", { ...full, cpuCount: JSON.parse("4.0") as number }],
  ])("is %s", (_name, inputs) => {
    expect(changesTo(inputs)).toEqual([]);
  });

  test("E02: is any spelling of the same inputs", () => {
    const shuffled = <T>(list: readonly T[]): fc.Arbitrary<T[]> =>
      fc.shuffledSubarray([...list], { minLength: list.length });
    const spelling = (value: unknown, path: string): fc.Arbitrary<unknown> => {
      if (Array.isArray(value)) {
        const set = /ports|allowedIps|allowedRegionCodes|replaceOn/.test(path);
        return set
          ? shuffled(value as unknown[])
          : fc.tuple(...value.map((item: unknown) => spelling(item, path)));
      }
      if (typeof value !== "object" || value === null) return fc.constant(value);
      const members = Object.entries(value).map(([name, member]) =>
        spelling(member, `${path}.${name}`).map((spelled) => [name, spelled] as const),
      );
      const absent = fc.subarray([
        ["gpuRegistryUuid", undefined],
        ["nothing", null],
      ] as (readonly [string, unknown])[]);
      return fc
        .tuple(fc.tuple(...members), path.includes("env") ? fc.constant([]) : absent)
        .chain(([present, more]) => shuffled([...present, ...more]))
        .map((entries) => Object.fromEntries(entries) as unknown);
    };
    fc.assert(
      fc.property(spelling(full, ""), spelling(full, ""), (old, now) => {
        const outputs = outputsAfter(old as Properties);
        const inputs = { ...(now as Properties), ...context };
        expect(diff(jobDefinition, outputs, inputs, NOW_MS)).toEqual([]);
      }),
      { numRuns: 1_000 },
    );
  });
});

describe("a default that depends on the resource", () => {
  const named = (name: string, inputs: Properties): Properties => ({
    ...inputs,
    __context: { name },
  });
  const untitled = { ...full, title: undefined };

  test.each<[string, Properties, Properties]>([
    ["is written out", named("box", untitled), named("box", { ...full, title: "box" })],
    ["is left out again", named("box", { ...full, title: "box" }), named("box", untitled)],
    ["is another one by now, and was left out", named("box", untitled), named("crate", untitled)],
    [
      "is written out as it was before the resource was renamed",
      named("box", untitled),
      named("crate", { ...full, title: "box" }),
    ],
  ])("is no change where it %s", (_name, old, now) => {
    expect(diff(jobDefinition, { ...outputsAfter(full), ...old }, now, NOW_MS)).toEqual([]);
  });

  test("is a change where it is left out of a resource that has another name by now", () => {
    const old = { ...outputsAfter(full), ...named("box", { ...full, title: "box" }) };
    expect(diff(jobDefinition, old, named("crate", untitled), NOW_MS)).toEqual([
      { path: "title", kind: "delete", replaces: true },
    ]);
  });

  test("is that of the recipe's task, which only the job has told", () => {
    const recipe = { recipeUuid: uuid };
    const said = { __context: { name: "box", task: "PERSISTENT" } };
    const old = outputsAfter({ ...recipe, waitFor: "ready" }, said);
    expect(diff(jobFromRecipeDefinition, old, named("box", recipe), NOW_MS)).toEqual([]);
  });
});

describe("a replacement", () => {
  test("is named with its reason, and with each changed input", () => {
    const now = { ...full, title: "other", sshUser: "root" };
    expect(changesTo(now, { status: "FAILED" })).toEqual([
      { path: "title", kind: "update", replaces: true },
      { path: "sshUser", kind: "update", replaces: false },
      {
        path: "status",
        kind: "update",
        replaces: true,
        reason: expect.stringContaining("FAILED") as string,
      },
    ]);
  });
});

describe("a value that is not known yet", () => {
  const changed = (path: string): Change => ({ path, kind: "update", replaces: true });

  test.each<[string, Properties, Change]>([
    ["an input", { ...full, title: UNKNOWN }, changed("title")],
    [
      "a new input",
      { ...full, gpuRegistryUuid: UNKNOWN },
      { ...changed("gpuRegistryUuid"), kind: "add" },
    ],
    ["a setting", { ...full, sshUser: UNKNOWN }, { ...changed("sshUser"), replaces: false }],
    ["the container", { ...full, container: UNKNOWN }, changed("container")],
    ["a variable", withContainer({ env: { A: "1", B: UNKNOWN } }), changed("container.env")],
    ["a port", withContainer({ ports: [22, UNKNOWN] }), changed("container.ports")],
  ])("may be a change: %s", (_name, inputs, change) => {
    expect(changesTo(inputs)).toEqual([change]);
  });
});
