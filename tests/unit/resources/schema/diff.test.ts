import fc from "fast-check";

import type { Change, Properties } from "../../../../provider/resources/schema/types";
import { diff } from "../../../../provider/resources/schema/diff";
import { jobDefinition } from "../../../../provider/resources/lifecycle/job";
import { UNKNOWN } from "../../../../provider/resources/schema/unknown";
import { outputsOf as lastOutputs, uuid } from "../../../support/scriptedService";

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

/** What the state holds after those inputs: they, and what the service said. */
const outputsAfter = (inputs: Properties, said: Properties = {}): Properties => ({
  ...inputs,
  uuid,
  status: "RUNNING",
  nodeUrls: [{ description: "ssh" }, { description: "8080" }],
  apiOrigin: "https://api.example.com",
  __context: { name: "box", key: "k" },
  ...said,
});

const changesTo = (inputs: Properties, said: Properties = {}): readonly Change[] =>
  diff(jobDefinition, outputsAfter(full, said), { ...inputs, __context: { name: "box" } }, NOW_MS);

const withContainer = (fields: Properties): Properties => ({
  ...full,
  container: { ...container, ...fields },
});

describe("a changed input", () => {
  test.each<[string, Properties]>([
    ["task", { ...full, task: "PERSISTENT" }],
    ["title", { ...full, title: "other" }],
    ["description", { ...full, description: "other" }],
    ["cpuCount", { ...full, cpuCount: 5 }],
    ["gpuCount", { ...full, gpuCount: 2 }],
    ["gpuName", { ...full, gpuName: "other" }],
    ["minVramGb", { ...full, minVramGb: 48 }],
    ["minRamGb", { ...full, minRamGb: 64 }],
    ["minStorageGb", { ...full, minStorageGb: 200 }],
    ["maxNodeCount", { ...full, maxNodeCount: 2 }],
    ["maxRetryCount", { ...full, maxRetryCount: 3 }],
    ["maxTimeoutAssignMs", { ...full, maxTimeoutAssignMs: 300_001 }],
    ["maxTimeoutStartMs", { ...full, maxTimeoutStartMs: 120_001 }],
    ["maxTimeoutRunMs", { ...full, maxTimeoutRunMs: 60_001 }],
    ["allowedRegionCodes", { ...full, allowedRegionCodes: ["us-east-1"] }],
    ["triggers", { ...full, triggers: { a: { b: 1, c: 3 } } }],
    ["container.image", withContainer({ image: "debian" })],
    ["container.tag", withContainer({ tag: "22.04" })],
    ["container.env", withContainer({ env: { A: "1", B: "3" } })],
    ["container.ports", withContainer({ ports: [22, 8081] })],
    ["container.sshKey", withContainer({ sshKey: `${sshKey}2` })],
    ["container.allowedIps", withContainer({ allowedIps: ["::1"] })],
    [
      "container.registry.host",
      withContainer({ registry: { host: "o", user: "me", secret: "s" } }),
    ],
    [
      "container.registry.user",
      withContainer({ registry: { host: "r.example", user: "o", secret: "s" } }),
    ],
    [
      "container.registry.secret",
      withContainer({ registry: { host: "r.example", user: "me", secret: "o" } }),
    ],
    [
      "container.volumes",
      withContainer({
        volumes: [{ image: "i", tag: "t", registry: "r", user: "u", secret: "o", mount: "/m" }],
      }),
    ],
    ["container.imageSource", withContainer({ imageSource: "y" })],
  ])("E01: replaces the job, and is named alone: %s", (path, inputs) => {
    expect(changesTo(inputs)).toEqual([{ path, kind: "update", replaces: true }]);
  });

  test.each<[string, Properties]>([
    ["waitFor", { ...full, waitFor: "running" }],
    ["replaceOn", { ...full, replaceOn: ["FAILED"] }],
    ["sshUser", { ...full, sshUser: "root" }],
  ])("E01: that is a setting changes in place: %s", (path, inputs) => {
    expect(changesTo(inputs)).toEqual([{ path, kind: "update", replaces: false }]);
  });

  test("that was not there is added", () => {
    expect(changesTo({ ...full, gpuRegistryUuid: uuid })).toEqual([
      { path: "gpuRegistryUuid", kind: "add", replaces: true },
    ]);
  });

  test("that is no more there is deleted", () => {
    expect(changesTo(withContainer({ tag: undefined }))).toEqual([
      { path: "container.tag", kind: "delete", replaces: true },
    ]);
  });

  test("that is a whole group is named as one", () => {
    expect(changesTo(withContainer({ registry: undefined }))).toEqual([
      { path: "container.registry", kind: "delete", replaces: true },
    ]);
  });

  test("does not hide another one", () => {
    expect(
      changesTo({ ...withContainer({ tag: "22.04" }), title: "other" }).map(({ path }) => path),
    ).toEqual(["container.tag", "title"]);
  });

  test("can be the order of volumes, which are not a set", () => {
    const [volumes] = [[{ mount: "/a" }, { mount: "/b" }]];
    const old = outputsAfter(withContainer({ volumes }));
    const now = withContainer({ volumes: [...volumes].reverse() });

    expect(diff(jobDefinition, old, { ...now, __context: { name: "box" } }, NOW_MS)).toEqual([
      { path: "container.volumes", kind: "update", replaces: true },
    ]);
  });

  test("can be an empty list in place of none, which means something else", () => {
    const old = outputsAfter(withContainer({ ports: undefined }));
    const now = { ...withContainer({ ports: [] }), __context: { name: "box" } };

    expect(diff(jobDefinition, old, now, NOW_MS)).toEqual([
      { path: "container.ports", kind: "add", replaces: true },
    ]);
  });

  test("is not how often something stands in a set", () => {
    expect(changesTo(withContainer({ allowedIps: ["10.0.0.0/8", "::1", "::1"] }))).toEqual([]);
  });
});

describe("no change", () => {
  test.each<[string, Properties]>([
    ["the same inputs", full],
    ["reordered ports", withContainer({ ports: [8080, 22] })],
    ["reordered addresses", withContainer({ allowedIps: ["::1", "10.0.0.0/8"] })],
    ["reordered regions", { ...full, allowedRegionCodes: ["us-west-2", "us-east-1"] }],
    ["reordered endings", { ...full, replaceOn: ["CANCELLED", "FAILED"] }],
    ["reordered variables", withContainer({ env: { B: "2", A: "1" } })],
    ["reordered triggers", { ...full, triggers: { a: { c: 2, b: 1 } } }],
    ["an SSH key with its line break", withContainer({ sshKey: ` ${sshKey}\n` })],
    ["a member that is undefined", { ...full, gpuRegistryUuid: undefined }],
    ["a member that is null", { ...full, gpuRegistryUuid: null }],
    ["a trigger that is undefined", { ...full, triggers: { a: { b: 1, c: 2, d: undefined } } }],
    ["a number with a point", { ...full, cpuCount: JSON.parse("4.0") as number }],
  ])("is %s", (_name, inputs) => {
    expect(changesTo(inputs)).toEqual([]);
  });

  test("is whatever else the outputs or hidden inputs hold", () => {
    const said = {
      apiOrigin: "https://other.example.com",
      __context: { name: "other", key: "other key" },
      __provider: "other code",
      surprise: 1,
    };

    expect(changesTo(full, said)).toEqual([]);
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
        const inputs = { ...(now as Properties), __context: { name: "box" } };
        expect(diff(jobDefinition, outputs, inputs, NOW_MS)).toEqual([]);
      }),
      { numRuns: 1_000 },
    );
  });
});

describe("a value that is not known yet", () => {
  test.each<[string, Properties, Change]>([
    ["an input", { ...full, title: UNKNOWN }, { path: "title", kind: "update", replaces: true }],
    [
      "a new input",
      { ...full, gpuRegistryUuid: UNKNOWN },
      { path: "gpuRegistryUuid", kind: "add", replaces: true },
    ],
    [
      "a setting",
      { ...full, sshUser: UNKNOWN },
      { path: "sshUser", kind: "update", replaces: false },
    ],
    [
      "the container",
      { ...full, container: UNKNOWN },
      { path: "container", kind: "update", replaces: true },
    ],
    [
      "the image",
      withContainer({ image: UNKNOWN }),
      { path: "container.image", kind: "update", replaces: true },
    ],
    [
      "a variable",
      withContainer({ env: { A: "1", B: UNKNOWN } }),
      { path: "container.env", kind: "update", replaces: true },
    ],
    [
      "a port",
      withContainer({ ports: [22, UNKNOWN] }),
      { path: "container.ports", kind: "update", replaces: true },
    ],
    [
      "a trigger",
      { ...full, triggers: { a: UNKNOWN } },
      { path: "triggers", kind: "update", replaces: true },
    ],
  ])("may be a change: %s", (_name, inputs, change) => {
    expect(changesTo(inputs)).toEqual([change]);
  });
});

describe("an ended job", () => {
  const change = (status: string): Change => ({
    path: "status",
    kind: "update",
    replaces: true,
    reason: `the job ${uuid} ended ${status}, which replaceOn answers with a new one`,
  });
  const drift = (status: string, inputs: Properties): readonly Change[] =>
    jobDefinition.drift(lastOutputs(status), { __context: { name: "box" }, ...inputs }, NOW_MS);

  test.each([
    ["BATCH", "FAILED"],
    ["PERSISTENT", "FAILED"],
    ["PERSISTENT", "CANCELLED"],
    ["PERSISTENT", "COMPLETED"],
  ])("of task %s that is %s is replaced", (task, status) => {
    expect(drift(status, { task })).toEqual([change(status)]);
  });

  test.each([
    ["BATCH", "COMPLETED"],
    ["BATCH", "CANCELLED"],
  ])("of task %s that is %s is left alone", (task, status) => {
    expect(drift(status, { task })).toEqual([]);
  });

  test.each([
    ["BATCH", ["COMPLETED"], "COMPLETED", true],
    ["BATCH", ["COMPLETED"], "FAILED", false],
    ["BATCH", [], "FAILED", false],
    ["PERSISTENT", [], "CANCELLED", false],
    ["PERSISTENT", ["FAILED"], "CANCELLED", false],
    ["PERSISTENT", ["FAILED"], "FAILED", true],
  ])(
    "of task %s with replaceOn %p that is %s: replaced %p",
    (task, replaceOn, status, replaced) => {
      expect(drift(status, { task, replaceOn })).toEqual(replaced ? [change(status)] : []);
    },
  );

  test("says why it ended", () => {
    const outputs = lastOutputs("FAILED", { statusReason: "no node" });

    expect(
      jobDefinition.drift(outputs, { task: "BATCH", __context: { name: "box" } }, NOW_MS),
    ).toEqual([
      {
        ...change("FAILED"),
        reason: `the job ${uuid} ended FAILED (no node), which replaceOn answers with a new one`,
      },
    ]);
  });

  test.each([undefined, null, 7])("is not one whose status is %p", (status) => {
    const outputs = { ...lastOutputs(""), status };

    expect(
      jobDefinition.drift(outputs, { task: "PERSISTENT", __context: { name: "box" } }, NOW_MS),
    ).toEqual([]);
  });
});

describe("a job that is alive", () => {
  const drift = (
    status: string,
    inputs: Properties,
    published: readonly string[] = [],
  ): readonly Change[] =>
    jobDefinition.drift(
      lastOutputs(status, { nodeUrls: published.map((description) => ({ description })) }),
      { __context: { name: "box" }, ...inputs },
      NOW_MS,
    );

  test.each<[string, string, Properties, string]>([
    ["a BATCH job waits for a node", "PENDING", { task: "BATCH" }, "running"],
    ["a PERSISTENT job waits for a node", "PENDING", { task: "PERSISTENT" }, "ready"],
    ["a PERSISTENT job publishes nothing", "RUNNING", { task: "PERSISTENT" }, "ready"],
    [
      "a BATCH job is to be completed",
      "RUNNING",
      { task: "BATCH", waitFor: "completed" },
      "completed",
    ],
    ["its status means nothing to us", "PAUSED", { task: "BATCH" }, "running"],
  ])("is waited for again, in place, when %s", (_name, status, inputs, stage) => {
    expect(drift(status, inputs)).toEqual([
      {
        path: "status",
        kind: "update",
        replaces: false,
        reason: `the job ${uuid} is ${status} and should be ${stage}: the wait goes on`,
      },
    ]);
  });

  test.each<[string, string, Properties, readonly string[]]>([
    ["a BATCH job runs", "RUNNING", { task: "BATCH" }, []],
    ["a PERSISTENT job publishes a port", "RUNNING", { task: "PERSISTENT" }, ["ssh"]],
    ["nobody waits", "PENDING", { task: "PERSISTENT", waitFor: "created" }, []],
    [
      "the ports that were asked for are there",
      "RUNNING",
      { task: "PERSISTENT", container: { ports: [22] } },
      ["ssh"],
    ],
  ])("is left alone when %s", (_name, status, inputs, published) => {
    expect(drift(status, inputs, published)).toEqual([]);
  });
});

describe("drift that hangs on a value that is not known yet", () => {
  test.each<[string, string, Properties]>([
    ["the endings that are answered", "FAILED", { task: "BATCH", replaceOn: UNKNOWN }],
    ["one of the endings", "FAILED", { task: "BATCH", replaceOn: [UNKNOWN] }],
    ["the task", "FAILED", { task: UNKNOWN }],
    ["the task of a job that is alive", "PENDING", { task: UNKNOWN }],
    ["how far to wait", "PENDING", { task: "BATCH", waitFor: UNKNOWN }],
    ["the container", "PENDING", { task: "PERSISTENT", container: UNKNOWN }],
    ["a port", "RUNNING", { task: "PERSISTENT", container: { ports: [UNKNOWN] } }],
  ])("is not decided: %s", (_name, status, inputs) => {
    const known = { __context: { name: "box" }, ...inputs };

    expect(jobDefinition.drift(lastOutputs(status), known, NOW_MS)).toEqual([]);
  });
});

describe("the resource option customTimeouts", () => {
  const drift = (old: object | undefined, now: object | undefined): readonly Change[] =>
    jobDefinition.drift(
      lastOutputs("RUNNING", { __context: { name: "box", timeouts: old }, task: "BATCH" }),
      { task: "BATCH", __context: { name: "box", timeouts: now } },
      NOW_MS,
    );

  test.each<[string, object | undefined, object | undefined]>([
    ["created", undefined, { create: "5m" }],
    ["changed", { delete: "5m" }, { delete: "6m" }],
    ["removed", { update: "5m" }, undefined],
    ["moved", { create: "5m" }, { update: "5m" }],
  ])("changes in place when a deadline is %s", (_name, old, now) => {
    expect(drift(old, now)).toEqual([{ path: "__context", kind: "update", replaces: false }]);
  });

  test("does not change by its order", () => {
    expect(drift({ create: "5m", delete: "6m" }, { delete: "6m", create: "5m" })).toEqual([]);
  });
});
