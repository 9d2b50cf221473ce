import { check } from "../../../../provider/resources/schema/check";
import { findingText } from "../../../../provider/resources/schema/findingText";
import type { Finding, Properties } from "../../../../provider/resources/schema/types";
import { jobDefinition } from "../../../../provider/resources/lifecycle/job";
import { UNKNOWN } from "../../../../provider/resources/schema/unknown";

const sshKey = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGq me@host";
const uuid = "3fa85f64-5717-4562-b3fc-2c963f66afa6";

const batch = {
  task: "BATCH",
  container: { image: "ubuntu" },
  maxTimeoutRunMs: 60_000,
} satisfies Properties;

const persistent = { task: "PERSISTENT", container: { image: "ubuntu" } } satisfies Properties;

const failuresOf = (inputs: Properties): readonly Finding[] =>
  check(jobDefinition, inputs).failures;

/** The least BATCH job with a GPU, and this value in this place. */
const withValue = (path: string, value: unknown): Properties => {
  const [outer = "", inner] = path.split(".");
  const job = { ...batch, gpuCount: 1 };
  return inner === undefined
    ? { ...job, [outer]: value }
    : { ...job, container: { ...batch.container, [inner]: value } };
};
const withContainer = (fields: Properties): Properties => ({
  ...batch,
  container: { ...batch.container, ...fields },
});

const regions = (count: number): readonly string[] => Array<string>(count).fill("us-east-1");

describe("right inputs", () => {
  test.each<[string, Properties]>([
    ["the least a BATCH job needs", batch],
    ["the least a PERSISTENT job needs", persistent],
    [
      "the values at the edge of what may be",
      {
        ...batch,
        description: "",
        cpuCount: 0,
        gpuCount: 1,
        minVramGb: 0.5,
        waitFor: "completed",
        triggers: { a: [1, { b: null }] },
        container: {
          image: "ubuntu",
          env: { A: "", _b: "two words", "c.d-e": "x" },
          ports: [22, 1, 65_535],
          registry: { host: "r.example", user: "me", secret: "s" },
          volumes: [{ image: "i", tag: "t", registry: "r", user: "u", secret: "s", mount: "/m" }],
        },
      },
    ],
  ])("pass without a finding: %s", (_name, inputs) => {
    expect(check(jobDefinition, inputs)).toEqual({ failures: [], warnings: [] });
  });
});

describe("a documented limit", () => {
  const empty = "must not be empty";
  const variableName =
    "has a wrong name: it must begin with a letter or _, and have only letters, digits and _ . -";

  test.each<{ path: string; value: unknown; reason: string; within?: string }>([
    { path: "task", value: undefined, reason: "is required" },
    { path: "container", value: "ubuntu", reason: "must be an object with at least an image" },
    { path: "container.image", value: " ", reason: empty },
    { path: "minRamGb", value: 0.00005, reason: "must be 0 or at least 0.0001" },
    { path: "allowedRegionCodes", value: regions(37), reason: "may hold at most 36" },
    {
      path: "replaceOn",
      value: ["FAILED", "LOST"],
      within: "[1]",
      reason: "must be COMPLETED, FAILED or CANCELLED",
    },
    { path: "triggers", value: "x", reason: "must be a map" },
    { path: "sshUser", value: "-oProxyCommand=x", reason: "must be a user name such as duser" },
    { path: "container.env", value: { "1A": "x" }, reason: variableName },
    { path: "container.volumes", value: [{}, { mount: "" }], within: "[1].mount", reason: empty },
  ])("A17: is kept: $path cannot be $value", ({ path, value, within = "", reason }) => {
    expect(failuresOf(withValue(path, value))).toEqual([{ property: path + within, reason }]);
  });
});

describe("inputs that do not go together", () => {
  const oneGpu = { ...batch, gpuCount: 1 };
  const oneName = "gpuPreferences[0] must have one of gpuName and gpuRegistryUuid";

  test.each<{ asks: string; fields: Properties }>([
    { asks: "gpuName", fields: { gpuCount: 0, gpuName: "RTX" } },
    { asks: "gpuName and minVramGb", fields: { gpuName: "RTX", minVramGb: 24 } },
    { asks: "gpuPreferences", fields: { gpuPreferences: [{ gpuName: "RTX" }] } },
  ])("A17: are refused: $asks without a GPU", ({ asks, fields }) => {
    expect(failuresOf({ ...batch, ...fields }).map(findingText)).toEqual([
      `gpuCount must be 1 or more because ${asks} is set: the service's own default is 0, a CPU job`,
    ]);
  });

  test.each<{ inputs: Properties; finding: string }>([
    {
      inputs: { ...oneGpu, gpuName: "RTX", gpuRegistryUuid: uuid },
      finding: "gpuRegistryUuid cannot be set together with gpuName: keep the one that you mean",
    },
    {
      inputs: { ...oneGpu, gpuName: "RTX", gpuPreferences: [{ gpuName: "A100" }] },
      finding: "gpuName cannot be set together with gpuPreferences: put it first in the list",
    },
    {
      inputs: { ...oneGpu, waitFor: "created", gpuPreferences: [{ gpuName: "A100" }] },
      finding:
        "waitFor cannot be created together with gpuPreferences: whether a GPU gets a node is seen by waiting; wait for assigned or more",
    },
    { inputs: { ...oneGpu, gpuPreferences: [{ maxHourlyUsd: 1 }] }, finding: oneName },
    {
      inputs: {
        ...oneGpu,
        gpuPreferences: [
          { gpuName: "RTX", allowedRegionCodes: ["us-east-1", "us-west-2"] },
          { gpuName: "RTX" },
          { gpuName: "RTX", allowedRegionCodes: ["us-west-2", "us-east-1"], maxHourlyUsd: 1 },
        ],
      },
      finding:
        "gpuPreferences[2] asks for the same GPU in the same regions as one before it: remove it",
    },
    {
      inputs: { ...persistent, maxTimeoutRunMs: 60_000 },
      finding:
        "maxTimeoutRunMs must not be set when task is PERSISTENT: such a job runs until it is cancelled; remove it or use BATCH",
    },
    {
      inputs: { ...batch, maxTimeoutRunMs: undefined },
      finding:
        "maxTimeoutRunMs is required when task is BATCH: the longest the job may run, in milliseconds, such as 3600000 (1 h)",
    },
    {
      inputs: { ...persistent, waitFor: "completed" },
      finding:
        "waitFor cannot be completed when task is PERSISTENT: such a job does not end by itself",
    },
  ])("A17: are refused: $finding", ({ inputs, finding }) => {
    expect(failuresOf(inputs).map(findingText)).toEqual([finding]);
  });
});

describe("addresses", () => {
  const reason = "must be an IP address or a CIDR block such as 203.0.113.0/24";

  test.each(["0.0.0.0/0", "10.0.0.1/32", "2001:db8::/128"])("may connect from %p", (address) => {
    expect(failuresOf(withContainer({ allowedIps: [address] }))).toEqual([]);
  });

  test.each([
    "203.0.113.256",
    "203.0.113.0/33",
    "203.0.113.0/0x8",
    "203.0.113.0/024",
    "fe80::1%eth0",
    "2001:db8::/129",
    "example.com",
    "",
  ])("may not be %p", (address) => {
    expect(failuresOf(withContainer({ allowedIps: ["::1", address] }))).toEqual([
      { property: "container.allowedIps[1]", reason },
    ]);
  });
});

describe("an SSH key", () => {
  test.each([
    ["with a comment", sshKey],
    ["without a comment", "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGq"],
    ["with the line break of a Windows file", `${sshKey}\r\n`],
    ["of RSA", "ssh-rsa AAAAB3Nza+/C1yc2E= me"],
    ["of a security key", "sk-ssh-ed25519@openssh.com AAAAG me"],
  ])("may be one %s", (_name, key) => {
    expect(failuresOf(withContainer({ sshKey: key }))).toEqual([]);
  });

  test.each([
    ["a type that the service does not know", "ssh-dss AAAAB3Nza me"],
    ["a type without its key", "ssh-ed25519"],
    ["options before the key", `command="x" ${sshKey}`],
  ])("may not be %s", (_name, key) => {
    expect(failuresOf(withContainer({ sshKey: key }))).toMatchObject([
      { reason: expect.stringContaining("one line with an SSH public key") as string },
    ]);
  });

  test("that is private is refused", () => {
    const privateKey =
      "-----BEGIN OPENSSH PRIVATE KEY-----\ncanary\n-----END OPENSSH PRIVATE KEY-----\n";
    expect(failuresOf(withContainer({ sshKey: privateKey }))).toEqual([
      {
        property: "container.sshKey",
        reason: "is a private key; give the public one, from the file whose name ends in .pub",
      },
    ]);
  });
});

describe("text that cannot be sent", () => {
  const reason = "holds half of a surrogate pair, which cannot be sent";

  test.each<[string, Properties]>([
    ["title", { ...batch, title: "a\ud800" }],
    ["container.env.A", withContainer({ env: { A: "\ud83d" } })],
    ["container.volumes[0].secret", withContainer({ volumes: [{ secret: "\ud83d" }] })],
  ])("G02: is refused in %s", (property, inputs) => {
    expect(failuresOf(inputs)).toEqual([{ property, reason }]);
  });

  test("is not a whole pair", () => {
    expect(failuresOf({ ...batch, title: "🚀" })).toEqual([]);
  });
});

describe("a property that does not exist", () => {
  const ofRegistry = "is not a property of container.registry";

  test.each<[string, Properties, string]>([
    ["gpu_count", { ...batch, gpu_count: 1 }, "is not a property of Job; did you mean gpuCount?"],
    [
      "container.volumes[0].mnt",
      withContainer({ volumes: [{ mnt: "/data" }] }),
      "is not a property of container.volumes[0]; did you mean mount?",
    ],
    [
      "container.registry.certificate",
      withContainer({ registry: { certificate: "x" } }),
      `${ofRegistry}, which has host, user, secret`,
    ],
    [
      "container.registry.sercet",
      withContainer({ registry: { sercet: "x" } }),
      `${ofRegistry}; did you mean secret?`,
    ],
  ])("L03: is refused, with a hint: %s", (property, inputs, reason) => {
    expect(failuresOf(inputs)).toEqual([{ property, reason }]);
  });
});

describe("a value that is not known yet", () => {
  test.each<[string, Properties]>([
    ["one variable", withContainer({ env: { A: UNKNOWN } })],
    ["one port", withContainer({ ports: [UNKNOWN], sshKey })],
    ["the registry's secret", withContainer({ registry: { secret: UNKNOWN } })],
    ["one preference", { ...batch, gpuCount: 1, gpuPreferences: [UNKNOWN] }],
    ["a preferred GPU", { ...batch, gpuCount: 1, gpuPreferences: [{ gpuName: UNKNOWN }] }],
    ["the number of GPUs", { ...batch, gpuCount: UNKNOWN, gpuName: "RTX", minVramGb: 24 }],
  ])("is not judged: %s", (_name, inputs) => {
    expect(check(jobDefinition, inputs)).toEqual({ failures: [], warnings: [] });
  });

  test.each<[string, Properties]>([
    [
      "a GPU's uuid beside its name",
      { ...batch, gpuCount: 1, gpuName: "RTX", gpuRegistryUuid: UNKNOWN },
    ],
  ])("may turn out to be absent, so no rule applies to it: %s", (_name, inputs) => {
    expect(failuresOf(inputs)).toEqual([]);
  });
});

test("several failures are all reported at once, each property once", () => {
  const container = { ports: [0, 70_000], tga: "x" };
  expect(
    failuresOf({ task: "PERSISTENT", container, maxTimeoutRunMs: 1 }).map(
      ({ property }) => property,
    ),
  ).toEqual([
    "container.image",
    "container.ports[0]",
    "container.ports[1]",
    "container.tga",
    "maxTimeoutRunMs",
  ]);
});

describe("a warning", () => {
  const no22 =
    "has no 22 although sshKey is set: the list replaces the service's own set, so SSH cannot reach the job";

  test.each<[string, Properties, readonly string[]]>([
    ["given for ports without 22 beside an SSH key", { sshKey, ports: [8080] }, [no22]],
  ])("is %s", (_name, fields, reasons) => {
    const expected = reasons.map((reason) => ({ property: "container.ports", reason }));
    expect(check(jobDefinition, withContainer(fields)).warnings).toEqual(expected);
  });

  test.each([
    ["US-EAST-1", "is not a region that this version knows; did you mean us-east-1?"],
    ["moon", "is not a region that this version knows"],
  ])("and no failure is given for the region %p", (code, reason) => {
    expect(check(jobDefinition, { ...batch, allowedRegionCodes: ["us-east-1", code] })).toEqual({
      failures: [],
      warnings: [{ property: "allowedRegionCodes[1]", reason }],
    });
  });
});
