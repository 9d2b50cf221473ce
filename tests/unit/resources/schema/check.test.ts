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
      "every property",
      {
        ...batch,
        title: "render",
        description: "",
        cpuCount: 0,
        gpuCount: 1,
        gpuName: "NVIDIA RTX 4090",
        minVramGb: 0.5,
        minRamGb: 32,
        minStorageGb: 100,
        maxNodeCount: 1,
        maxRetryCount: 0,
        maxTimeoutAssignMs: 300_000,
        maxTimeoutStartMs: 120_000,
        allowedRegionCodes: ["us-east-1"],
        waitFor: "completed",
        replaceOn: ["FAILED"],
        triggers: { a: [1, { b: null }] },
        sshUser: "duser",
        container: {
          image: "ubuntu",
          tag: "24.04",
          env: { A: "", _b: "two words", "c.d-e": "x" },
          ports: [22, 1, 65_535],
          sshKey,
          allowedIps: ["0.0.0.0/0"],
          registry: { host: "r.example", user: "me", secret: "s" },
          volumes: [{ image: "i", tag: "t", registry: "r", user: "u", secret: "s", mount: "/m" }],
          imageSource: "x",
        },
      },
    ],
    ["an exact GPU by its uuid", { ...batch, gpuCount: 1, gpuRegistryUuid: uuid }],
    ["0 GB of VRAM without a GPU", { ...batch, minVramGb: 0 }],
    ["36 regions", withValue("allowedRegionCodes", regions(36))],
  ])("pass without a finding: %s", (_name, inputs) => {
    expect(check(jobDefinition, inputs)).toEqual({ failures: [], warnings: [] });
  });
});

describe("a documented limit", () => {
  const [empty, text] = ["must not be empty", "must be a string"];
  const variableName =
    "has a wrong name: it must begin with a letter or _, and have only letters, digits and _ . -";

  test.each<{ path: string; value: unknown; reason: string; within?: string }>([
    { path: "task", value: "batch", reason: "must be BATCH or PERSISTENT" },
    { path: "task", value: undefined, reason: "is required" },
    { path: "container", value: undefined, reason: "is required" },
    { path: "container", value: {}, within: ".image", reason: "is required" },
    { path: "container", value: "ubuntu", reason: "must be an object with at least an image" },
    { path: "container.image", value: " ", reason: empty },
    { path: "container.image", value: 7, reason: text },
    { path: "container.tag", value: "", reason: empty },
    { path: "title", value: "", reason: empty },
    { path: "description", value: 7, reason: text },
    { path: "minRamGb", value: 0.00005, reason: "must be 0 or at least 0.0001" },
    { path: "maxTimeoutAssignMs", value: 299_999, reason: "must be at least 300000 ms (5 min)" },
    { path: "maxTimeoutRunMs", value: 60_000.5, reason: "must be a whole number of milliseconds" },
    { path: "gpuRegistryUuid", value: "4090", reason: "must be a uuid" },
    { path: "allowedRegionCodes", value: regions(37), reason: "may hold at most 36" },
    { path: "allowedRegionCodes", value: "us-east-1", reason: "must be a list of region codes" },
    {
      path: "replaceOn",
      value: ["FAILED", "LOST"],
      within: "[1]",
      reason: "must be COMPLETED, FAILED or CANCELLED",
    },
    { path: "triggers", value: "x", reason: "must be a map" },
    { path: "sshUser", value: "-oProxyCommand=x", reason: "must be a user name such as duser" },
    { path: "container.ports", value: ["22"], within: "[0]", reason: "must be a port number" },
    { path: "container.ports", value: 22, reason: "must be a list of port numbers" },
    { path: "container.env", value: ["A=1"], reason: "must be a map of strings" },
    { path: "container.env", value: { A: 1 }, within: ".A", reason: text },
    { path: "container.env", value: { "1A": "x" }, reason: variableName },
    { path: "container.registry", value: { host: "" }, within: ".host", reason: empty },
    { path: "container.registry", value: { secret: 7 }, within: ".secret", reason: text },
    { path: "container.volumes", value: [{}, { mount: "" }], within: "[1].mount", reason: empty },
    { path: "container.volumes", value: {}, reason: "must be a list of volumes" },
    { path: "container.imageSource", value: 7, reason: text },
  ])("A17: is kept: $path cannot be $value", ({ path, value, within = "", reason }) => {
    expect(failuresOf(withValue(path, value))).toEqual([{ property: path + within, reason }]);
  });
});

describe("inputs that do not go together", () => {
  const oneGpu = { ...batch, gpuCount: 1 };
  const oneName = "gpuPreferences[0] must have one of gpuName and gpuRegistryUuid";

  test.each<{ asks: string; fields: Properties }>([
    { asks: "gpuName", fields: { gpuCount: 0, gpuName: "RTX" } },
    { asks: "gpuRegistryUuid", fields: { gpuRegistryUuid: uuid } },
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
      inputs: { ...oneGpu, gpuPreferences: [{ gpuName: "RTX", gpuRegistryUuid: uuid }] },
      finding: oneName,
    },
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

  test("are not reported for a property that is wrong by itself", () => {
    expect(failuresOf({ ...batch, gpuCount: "1", gpuName: "RTX" })).toEqual([
      { property: "gpuCount", reason: "must be a whole number" },
    ]);
  });
});

describe("addresses", () => {
  const reason = "must be an IP address or a CIDR block such as 203.0.113.0/24";

  test.each([
    "203.0.113.7",
    "203.0.113.0/24",
    "0.0.0.0/0",
    "10.0.0.1/32",
    "::/0",
    "2001:db8::1",
    "2001:db8::/128",
  ])("may connect from %p", (address) => {
    expect(failuresOf(withContainer({ allowedIps: [address] }))).toEqual([]);
  });

  test.each([
    "203.0.113",
    "203.0.113.256",
    "203.0.113.0/33",
    "203.0.113.0/",
    "203.0.113.0/-1",
    "203.0.113.0/2.5",
    "203.0.113.0/0x8",
    "203.0.113.0/24/24",
    "203.0.113.0 /24",
    "203.0.113.0/024",
    "fe80::1%eth0",
    "2001:db8::/129",
    "2001:db8:::1",
    "[2001:db8::1]",
    "example.com",
    "*",
    "",
  ])("may not be %p", (address) => {
    expect(failuresOf(withContainer({ allowedIps: ["::1", address] }))).toEqual([
      { property: "container.allowedIps[1]", reason },
    ]);
  });
});

describe("an SSH key", () => {
  const notOneKey = "must be one line with an SSH public key, such as ssh-ed25519 AAAA… name";

  test.each([
    ["with a comment", sshKey],
    ["without a comment", "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGq"],
    ["with the line break of its file", `${sshKey}\n`],
    ["with the line break of a Windows file", `${sshKey}\r\n`],
    ["with a comment of several words", `${sshKey} at work`],
    ["of RSA", "ssh-rsa AAAAB3Nza+/C1yc2E= me"],
    ["of ECDSA", "ecdsa-sha2-nistp256 AAAAE2Vj me"],
    ["of a security key", "sk-ssh-ed25519@openssh.com AAAAG me"],
    ["of an ECDSA security key", "sk-ecdsa-sha2-nistp256@openssh.com AAAAI me"],
  ])("may be one %s", (_name, key) => {
    expect(failuresOf(withContainer({ sshKey: key }))).toEqual([]);
  });

  test.each([
    ["two keys", `${sshKey}\n${sshKey}`],
    ["a type that the service does not know", "ssh-dss AAAAB3Nza me"],
    ["a key without its type", "AAAAC3NzaC1lZDI1NTE5AAAAIGq"],
    ["a type without its key", "ssh-ed25519"],
    ["a file's name", "~/.ssh/id_ed25519.pub"],
    ["nothing", ""],
    ["options before the key", `command="x" ${sshKey}`],
  ])("may not be %s", (_name, key) => {
    expect(failuresOf(withContainer({ sshKey: key }))).toEqual([
      { property: "container.sshKey", reason: notOneKey },
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
    ["description", { ...batch, description: "\udc00" }],
    ["container.image", withContainer({ image: "a\ud800" })],
    ["container.env.A", withContainer({ env: { A: "\ud83d" } })],
    ["container.registry.secret", withContainer({ registry: { secret: "\ud83d" } })],
    ["container.volumes[0].secret", withContainer({ volumes: [{ secret: "\ud83d" }] })],
    ["container.imageSource", withContainer({ imageSource: "\ud83d" })],
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
    [
      "all that can be",
      Object.fromEntries(
        Object.keys(jobDefinition.inputs.shape)
          .filter((name) => name !== "gpuRegistryUuid")
          .map((name) => [name, UNKNOWN]),
      ),
    ],
    ["the container", { ...batch, container: UNKNOWN }],
    ["the image", withContainer({ image: UNKNOWN })],
    ["the variables", withContainer({ env: UNKNOWN })],
    ["one variable", withContainer({ env: { A: UNKNOWN } })],
    ["the ports", withContainer({ ports: UNKNOWN, sshKey })],
    ["one port", withContainer({ ports: [UNKNOWN], sshKey })],
    ["the SSH key", withContainer({ sshKey: UNKNOWN })],
    ["one address", withContainer({ allowedIps: [UNKNOWN] })],
    ["the registry", withContainer({ registry: UNKNOWN })],
    ["the registry's secret", withContainer({ registry: { secret: UNKNOWN } })],
    ["one volume", withContainer({ volumes: [UNKNOWN] })],
    ["one region", { ...batch, allowedRegionCodes: [UNKNOWN] }],
    ["a trigger", { ...batch, triggers: { a: UNKNOWN } }],
    ["one preference", { ...batch, gpuCount: 1, gpuPreferences: [UNKNOWN] }],
    ["a preferred GPU", { ...batch, gpuCount: 1, gpuPreferences: [{ gpuName: UNKNOWN }] }],
    ["the task", { ...batch, task: UNKNOWN }],
    ["the run time", { ...batch, maxTimeoutRunMs: UNKNOWN }],
    ["the number of GPUs", { ...batch, gpuCount: UNKNOWN, gpuName: "RTX", minVramGb: 24 }],
    ["the VRAM", { ...batch, minVramGb: UNKNOWN }],
  ])("is not judged: %s", (_name, inputs) => {
    expect(check(jobDefinition, inputs)).toEqual({ failures: [], warnings: [] });
  });

  test.each<[string, Properties]>([
    [
      "a GPU's name beside its uuid",
      { ...batch, gpuCount: 1, gpuName: UNKNOWN, gpuRegistryUuid: uuid },
    ],
    [
      "a GPU's uuid beside its name",
      { ...batch, gpuCount: 1, gpuName: "RTX", gpuRegistryUuid: UNKNOWN },
    ],
    ["a GPU's name without a count", { ...batch, gpuName: UNKNOWN }],
    ["the run time of a PERSISTENT job", { ...persistent, maxTimeoutRunMs: UNKNOWN }],
  ])("may turn out to be absent, so no rule applies to it: %s", (_name, inputs) => {
    expect(failuresOf(inputs)).toEqual([]);
  });

  test("does not hide what is wrong beside it", () => {
    expect(failuresOf({ ...batch, task: UNKNOWN, cpuCount: -1 })).toEqual([
      { property: "cpuCount", reason: "must be 0 or more" },
    ]);
  });
});

describe("several failures", () => {
  test("are all reported at once, each property once", () => {
    const inputs = {
      task: "PERSISTENT",
      container: { ports: [0, 70_000], tga: "x" },
      maxTimeoutRunMs: 1,
      gpuName: "RTX",
      waitFor: "completed",
    };
    expect(failuresOf(inputs).map(({ property }) => property)).toEqual([
      "container.image",
      "container.ports[0]",
      "container.ports[1]",
      "container.tga",
      "maxTimeoutRunMs",
      "waitFor",
      "gpuCount",
    ]);
  });

  test("of one property are reported as one sentence", () => {
    const inputs = withContainer({ sshKey: "PRIVATE KEY\ud800" });
    expect(failuresOf(inputs)).toEqual([
      {
        property: "container.sshKey",
        reason: "holds half of a surrogate pair, which cannot be sent",
      },
    ]);
  });
});

describe("a warning", () => {
  const no22 =
    "has no 22 although sshKey is set: the list replaces the service's own set, so SSH cannot reach the job";

  test.each<[string, Properties, readonly string[]]>([
    ["given for ports without 22 beside an SSH key", { sshKey, ports: [8080] }, [no22]],
    ["not given where there are no ports", { sshKey }, []],
    ["not given where 22 is among the ports", { sshKey, ports: [8080, 22] }, []],
    ["not given where there is no key", { ports: [8080] }, []],
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
