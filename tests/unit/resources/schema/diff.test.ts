import fc from "fast-check";

import type { Change, Properties } from "../../../../provider/resources/schema/types";
import { diff } from "../../../../provider/resources/schema/diff";
import { jobDefinition } from "../../../../provider/resources/lifecycle/job";
import { UNKNOWN } from "../../../../provider/resources/schema/unknown";
import { nodeUrl, outputsOf as lastOutputs, uuid } from "../../../support/scriptedService";

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
  nodeUrls: ["ssh", "8080"].map(nodeUrl),
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
  const registry = { host: "r.example", user: "me", secret: "s" };
  const volume = { image: "i", tag: "t", registry: "r", user: "u", secret: "s", mount: "/m" };

  test.each<[string, unknown]>([
    ["task", "PERSISTENT"],
    ["title", "other"],
    ["description", "other"],
    ["cpuCount", 5],
    ["gpuCount", 2],
    ["gpuName", "other"],
    ["minVramGb", 48],
    ["minRamGb", 64],
    ["minStorageGb", 200],
    ["maxNodeCount", 2],
    ["maxRetryCount", 3],
    ["maxTimeoutAssignMs", 300_001],
    ["maxTimeoutStartMs", 120_001],
    ["maxTimeoutRunMs", 60_001],
    ["allowedRegionCodes", ["us-east-1"]],
    ["triggers", { a: { b: 1, c: 3 } }],
  ])("E01: replaces the job, and is named alone: %s", (path, value) => {
    expect(changesTo({ ...full, [path]: value })).toEqual([
      { path, kind: "update", replaces: true },
    ]);
  });

  test.each<[string, Properties]>([
    ["image", { image: "debian" }],
    ["tag", { tag: "22.04" }],
    ["env", { env: { A: "1", B: "3" } }],
    ["ports", { ports: [22, 8081] }],
    ["sshKey", { sshKey: `${sshKey}2` }],
    ["allowedIps", { allowedIps: ["::1"] }],
    ["registry.host", { registry: { ...registry, host: "o" } }],
    ["registry.user", { registry: { ...registry, user: "o" } }],
    ["registry.secret", { registry: { ...registry, secret: "o" } }],
    ["volumes", { volumes: [{ ...volume, secret: "o" }] }],
    ["imageSource", { imageSource: "y" }],
  ])("E01: replaces the job, and is named alone: container.%s", (path, fields) => {
    expect(changesTo(withContainer(fields))).toEqual([
      { path: `container.${path}`, kind: "update", replaces: true },
    ]);
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

  test.each<[string, Properties, Change]>([
    [
      "that was absent is added",
      { ...full, gpuRegistryUuid: uuid },
      { path: "gpuRegistryUuid", kind: "add", replaces: true },
    ],
    [
      "that is absent now is deleted",
      withContainer({ tag: undefined }),
      { path: "container.tag", kind: "delete", replaces: true },
    ],
    [
      "that is a whole group is named as one",
      withContainer({ registry: undefined }),
      { path: "container.registry", kind: "delete", replaces: true },
    ],
  ])("%s", (_name, inputs, change) => {
    expect(changesTo(inputs)).toEqual([change]);
  });
  test.each<[string, Properties]>([
    ["waitFor", { ...full, waitFor: "running" }],
    ["replaceOn", { ...full, replaceOn: ["FAILED"] }],
    ["sshUser", { ...full, sshUser: "root" }],
  ])("E01: that is a setting changes in place: %s", (path, inputs) => {
    expect(changesTo(inputs)).toEqual([{ path, kind: "update", replaces: false }]);
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

  test("is not how often a set names a member", () => {
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
    ["the image", withContainer({ image: UNKNOWN }), changed("container.image")],
    ["a variable", withContainer({ env: { A: "1", B: UNKNOWN } }), changed("container.env")],
    ["a port", withContainer({ ports: [22, UNKNOWN] }), changed("container.ports")],
    ["a trigger", { ...full, triggers: { a: UNKNOWN } }, changed("triggers")],
  ])("may be a change: %s", (_name, inputs, change) => {
    expect(changesTo(inputs)).toEqual([change]);
  });
});

/** What the drift of a job comes to that was last seen like this. */
const driftOf = (outputs: Properties, inputs: Properties): readonly Change[] =>
  jobDefinition.drift(outputs, { __context: { name: "box" }, ...inputs }, NOW_MS);

describe("an ended job", () => {
  const change = (status: string, why = ""): Change => ({
    path: "status",
    kind: "update",
    replaces: true,
    reason: `the job ${uuid} ended ${status}${why}, and replaceOn lists that status, so it is replaced`,
  });

  test.each<{ task: string; status: string; replaceOn?: string[]; isReplaced: boolean }>([
    { task: "BATCH", status: "FAILED", isReplaced: true },
    { task: "PERSISTENT", status: "FAILED", isReplaced: true },
    { task: "PERSISTENT", status: "CANCELLED", isReplaced: true },
    { task: "PERSISTENT", status: "COMPLETED", isReplaced: true },
    { task: "BATCH", status: "COMPLETED", isReplaced: false },
    { task: "BATCH", status: "CANCELLED", isReplaced: false },
    { task: "BATCH", replaceOn: ["COMPLETED"], status: "COMPLETED", isReplaced: true },
    { task: "BATCH", replaceOn: ["COMPLETED"], status: "FAILED", isReplaced: false },
    { task: "BATCH", replaceOn: [], status: "FAILED", isReplaced: false },
    { task: "PERSISTENT", replaceOn: [], status: "CANCELLED", isReplaced: false },
    { task: "PERSISTENT", replaceOn: ["FAILED"], status: "CANCELLED", isReplaced: false },
    { task: "PERSISTENT", replaceOn: ["FAILED"], status: "FAILED", isReplaced: true },
  ])(
    "of task $task that is $status with replaceOn $replaceOn is replaced: $isReplaced",
    ({ status, isReplaced, ...inputs }) => {
      expect(driftOf(lastOutputs(status), inputs)).toEqual(isReplaced ? [change(status)] : []);
    },
  );

  test("is replaced with the reason of its end", () => {
    const outputs = lastOutputs("FAILED", { statusReason: "no node" });
    expect(driftOf(outputs, { task: "BATCH" })).toEqual([change("FAILED", " (no node)")]);
  });

  test.each([undefined, null, 7])("is not one whose status is %p", (status) => {
    expect(driftOf({ ...lastOutputs(""), status }, { task: "PERSISTENT" })).toEqual([]);
  });
});

describe("a job that is alive", () => {
  const persistent = { task: "PERSISTENT" };

  test.each<[string, string, Properties, string]>([
    ["a BATCH job waits for a node", "PENDING", { task: "BATCH" }, "running"],
    ["a PERSISTENT job waits for a node", "PENDING", persistent, "ready"],
    ["a PERSISTENT job publishes nothing", "RUNNING", persistent, "ready"],
    ["a BATCH job is to complete", "RUNNING", { task: "BATCH", waitFor: "completed" }, "completed"],
    ["its status is unknown to us", "PAUSED", { task: "BATCH" }, "running"],
  ])("is waited for again, in place, when %s", (_name, status, inputs, stage) => {
    expect(driftOf(lastOutputs(status, { nodeUrls: [] }), inputs)).toEqual([
      {
        path: "status",
        kind: "update",
        replaces: false,
        reason: `the job ${uuid} is ${status} and not yet ${stage}: the wait continues`,
      },
    ]);
  });

  test("is not said to be waited for when a change of its inputs replaces it", () => {
    const inputs = { ...persistent, container: { image: "ubuntu", ports: [22] } };
    const outputs = lastOutputs("PENDING", { ...inputs, nodeUrls: [] });
    const wanted = { ...persistent, container: { image: "ubuntu", ports: [22, 8888] } };
    const changes = diff(jobDefinition, outputs, { __context: { name: "box" }, ...wanted }, NOW_MS);
    expect(changes).toEqual([{ path: "container.ports", kind: "update", replaces: true }]);
  });

  test.each<[string, string, Properties]>([
    ["a BATCH job runs", "RUNNING", { task: "BATCH" }],
    ["nothing is waited for", "PENDING", { ...persistent, waitFor: "created" }],
  ])("is left alone when %s", (_name, status, inputs) => {
    expect(driftOf(lastOutputs(status, { nodeUrls: [] }), inputs)).toEqual([]);
  });

  test.each<[string, Properties]>([
    ["a port", persistent],
    ["the ports of its container", { ...persistent, container: { ports: [22] } }],
  ])("is left alone when a PERSISTENT job publishes %s", (_name, inputs) => {
    const outputs = lastOutputs("RUNNING", { nodeUrls: [nodeUrl("ssh")] });
    expect(driftOf(outputs, inputs)).toEqual([]);
  });
});

describe("drift that depends on a value that is not known yet", () => {
  test.each<[string, string, Properties]>([
    ["replaceOn", "FAILED", { task: "BATCH", replaceOn: UNKNOWN }],
    ["one status of replaceOn", "FAILED", { task: "BATCH", replaceOn: [UNKNOWN] }],
    ["the task", "FAILED", { task: UNKNOWN }],
    ["the task of a job that is alive", "PENDING", { task: UNKNOWN }],
    ["waitFor", "PENDING", { task: "BATCH", waitFor: UNKNOWN }],
    ["the container", "PENDING", { task: "PERSISTENT", container: UNKNOWN }],
    ["a port", "RUNNING", { task: "PERSISTENT", container: { ports: [UNKNOWN] } }],
  ])("is not decided: %s", (_name, status, inputs) => {
    expect(driftOf(lastOutputs(status), inputs)).toEqual([]);
  });
});

describe("the resource option customTimeouts", () => {
  const drift = (old: object | undefined, now: object | undefined): readonly Change[] =>
    driftOf(lastOutputs("RUNNING", { __context: { name: "box", timeouts: old }, task: "BATCH" }), {
      task: "BATCH",
      __context: { name: "box", timeouts: now },
    });

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
