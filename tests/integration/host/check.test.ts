import { until } from "../../support/until";
import { jobProperties, useHost } from "./useHost";

jest.setTimeout(30_000);
const rig = useHost();
/** What the engine sends for a value that it does not know yet. */
const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const image = "otoy/dispersed-base";

test.each<[string, Record<string, unknown>, string, string]>([
  ["a missing task", { task: null }, "task", "is required"],
  ["a task nobody knows", { task: "SERVICE" }, "task", "must be BATCH or PERSISTENT"],
  ["a missing container", { container: null }, "container", "is required"],
  ["a container without an image", { container: {} }, "container.image", "is required"],
  ["an empty image", { container: { image: " " } }, "container.image", "must not be empty"],
  ["a number for a text", { title: 7 }, "title", "must be a string"],
  ["a text for a number", { gpuCount: "1" }, "gpuCount", "must be a whole number"],
  ["a negative amount", { minRamGb: -1 }, "minRamGb", "must be 0 or more"],
  ["half a node", { maxNodeCount: 0.5 }, "maxNodeCount", "must be a whole number"],
  ["no node at all", { maxNodeCount: 0 }, "maxNodeCount", "must be 1 or more"],
  ["a negative retry count", { maxRetryCount: -1 }, "maxRetryCount", "must be 0 or more"],
  [
    "a run limit below a minute",
    { maxTimeoutRunMs: 59_999 },
    "maxTimeoutRunMs",
    "must be at least 60000 ms (1 min)",
  ],
  [
    "an assign window below five minutes",
    { maxTimeoutAssignMs: 299_999 },
    "maxTimeoutAssignMs",
    "must be at least 300000 ms (5 min)",
  ],
  [
    "a start window below two minutes",
    { maxTimeoutStartMs: 119_999 },
    "maxTimeoutStartMs",
    "must be at least 120000 ms (2 min)",
  ],
  [
    "a port that no machine has",
    { container: { image, ports: [22, 70_000] } },
    "container.ports[1]",
    "must be a whole number from 1 to 65535",
  ],
  [
    "an address that is none",
    { container: { image, allowedIps: ["10.0.0.0/33"] } },
    "container.allowedIps[0]",
    "must be an IP address or a CIDR block such as 203.0.113.0/24",
  ],
  [
    "a private key",
    { container: { image, sshKey: "-----BEGIN OPENSSH PRIVATE KEY-----" } },
    "container.sshKey",
    "is a private key; give the public one, from the file whose name ends in .pub",
  ],
  [
    "a variable that no shell can hold",
    { container: { image, env: { "1st": "x" } } },
    "container.env",
    "has a wrong name: it must begin with a letter or _, and have only letters, digits and _ . -",
  ],
  [
    "a property nobody knows",
    { gpuNmae: "RTX 4090" },
    "gpuNmae",
    "is not a property of Job; did you mean gpuName?",
  ],
  [
    "a nested property nobody knows",
    { container: { image, port: [22] } },
    "container.port",
    "is not a property of container; did you mean ports?",
  ],
  [
    "two ways to name the GPU",
    { gpuCount: 1, gpuName: "A", gpuRegistryUuid: "00000000-0000-4000-8000-000000000000" },
    "gpuRegistryUuid",
    "cannot be set together with gpuName: keep the one that you mean",
  ],
  [
    "a GPU on a CPU job",
    { gpuName: "A" },
    "gpuCount",
    "must be 1 or more because gpuName is set: the service's own default is 0, a CPU job",
  ],
  [
    "a BATCH job without a run limit",
    { maxTimeoutRunMs: null },
    "maxTimeoutRunMs",
    "is required when task is BATCH: the longest the job may run, in milliseconds, " +
      "such as 3600000 (1 h)",
  ],
  [
    "a PERSISTENT job with a run limit",
    { task: "PERSISTENT" },
    "maxTimeoutRunMs",
    "must not be set when task is PERSISTENT: such a job runs until it is cancelled; " +
      "remove it or use BATCH",
  ],
  [
    "a PERSISTENT job whose end is waited for",
    { task: "PERSISTENT", maxTimeoutRunMs: null, waitFor: "completed" },
    "waitFor",
    "cannot be completed when task is PERSISTENT: such a job does not end by itself",
  ],
  [
    "37 regions",
    { allowedRegionCodes: Array.from({ length: 37 }, () => "us-east-1") },
    "allowedRegionCodes",
    "may hold at most 36",
  ],
])("A17: %s is a failure that names the property", async (_name, overrides, property, reason) => {
  const { failures } = await rig().host.check({}, jobProperties(overrides));
  // The engine prints the value of a property that a failure names.
  expect(failures).toEqual([{ property: "", reason: `${property} ${reason}` }]);
});

test("a list of ports without 22 beside an SSH key is a warning in the engine's log", async () => {
  const { engine, host } = rig();
  const sshKey = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5 me";
  await host.check({}, jobProperties({ container: { image, sshKey, ports: [80] } }));
  await until(() => engine.lines.length > 0);
  expect(engine.lines).toEqual([
    {
      severity: "warning",
      message:
        "render: container.ports has no 22 although sshKey is set: " +
        "the list replaces the service's own set, so SSH cannot reach the job",
    },
  ]);
});

test.each<[string, Record<string, unknown>]>([
  ["task", { task: unknown }],
  ["container", { container: unknown }],
  ["an image", { container: { image: unknown } }],
  ["a port", { container: { image, ports: [unknown, 22] } }],
  ["all ports", { container: { image, ports: unknown } }],
  ["an address", { container: { image, allowedIps: [unknown] } }],
  ["a value of the environment", { container: { image, env: { URL: unknown } } }],
  ["the environment", { container: { image, env: unknown } }],
  ["a volume's secret", { container: { image, volumes: [{ secret: unknown }] } }],
  ["the run limit", { maxTimeoutRunMs: unknown }],
  ["the GPU count beside a GPU's name", { gpuCount: unknown, gpuName: "A" }],
  ["a region", { allowedRegionCodes: [unknown] }],
  ["a trigger", { triggers: { revision: unknown } }],
  ["the wait", { waitFor: unknown }],
])("E03: %s may be unknown in check, and stays unknown", async (_name, overrides) => {
  const { inputs, failures } = await rig().host.check({}, jobProperties(overrides));
  const { __context, ...visible } = jobProperties(overrides);
  expect({ inputs, failures }).toEqual({
    inputs: { ...visible, __context: expect.objectContaining(__context as object) as unknown },
    failures: [],
  });
});

const box = { task: "PERSISTENT", maxTimeoutRunMs: null };
const boxOf = (ports: unknown): Record<string, unknown> => ({
  ...box,
  container: { image, ports },
});

test.each<[string, Record<string, unknown>, Record<string, unknown>, string[]]>([
  ["an image", {}, { container: { image: unknown, ports: [] } }, ["container"]],
  ["the container", {}, { container: unknown }, ["container"]],
  ["the ports", boxOf([22]), boxOf(unknown), ["container"]],
  ["a port", boxOf([22]), boxOf([unknown]), ["container"]],
  ["the task", {}, { task: unknown }, ["task"]],
  ["a trigger", {}, { triggers: { revision: unknown } }, ["triggers"]],
  ["the wait", {}, { waitFor: unknown }, []],
  ["replaceOn, when the job ended,", { status: "COMPLETED" }, { replaceOn: unknown }, []],
])("E03: %s that is unknown in diff is a change", async (_name, old, now, replaces) => {
  const olds = jobProperties({ status: "RUNNING", uuid: "x", nodeUrls: [], ...old });
  const { changes, ...diff } = await rig().host.diff("x", olds, jobProperties(now));
  expect([changes === "none", diff.replaces]).toEqual([false, replaces]);
});

test("E04: a preview of 20 unchanged resources makes no request", async () => {
  const { emulator, host } = rig();
  const boxes = await Promise.all(
    Array.from({ length: 20 }, (_, number) =>
      host.create(jobProperties({ title: `number ${number}` })),
    ),
  );
  const before = emulator.ledger().requests;
  const diffs = [];
  for (const [number, { id, properties }] of boxes.entries()) {
    const news = jobProperties({ title: `number ${number}` });
    const { inputs } = await host.check(news, news);
    diffs.push((await host.diff(id, properties, inputs)).changes);
  }
  expect([emulator.ledger().requests - before, new Set(diffs)]).toEqual([0, new Set(["none"])]);
});

test("A17, E04: checks and diffs alone make no request", async () => {
  const { emulator, host } = rig();
  const before = emulator.ledger().requests;
  await host.check({}, jobProperties({ gpuName: "A", allowedRegionCodes: ["mars-1"] }));
  await host.diff("x", jobProperties({ status: "FAILED" }), jobProperties({ title: "new" }));
  expect(emulator.ledger().requests).toBe(before);
});
