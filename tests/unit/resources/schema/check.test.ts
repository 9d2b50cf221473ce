import { check, pathText } from "../../../../provider/resources/schema/check";
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
const warningsOf = (inputs: Properties): readonly Finding[] =>
  check(jobDefinition, inputs).warnings;

const withContainer = (fields: Properties): Properties => ({
  ...batch,
  container: { ...batch.container, ...fields },
});

describe("right inputs", () => {
  test.each<[string, Properties]>([
    ["the least a BATCH job needs", batch],
    ["the least a PERSISTENT job needs", persistent],
    [
      "everything that can be said",
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
    ["an amount of VRAM that is no demand", { ...batch, minVramGb: 0 }],
    [
      "the largest list of regions",
      { ...batch, allowedRegionCodes: Array<string>(36).fill("us-east-1") },
    ],
  ])("pass without a word: %s", (_name, inputs) => {
    expect(check(jobDefinition, inputs)).toEqual({ failures: [], warnings: [] });
  });
});

describe("a documented limit", () => {
  test.each<[string, Properties, string, string]>([
    ["task", { ...batch, task: "DAEMON" }, "task", "must be BATCH or PERSISTENT"],
    ["task in small letters", { ...batch, task: "batch" }, "task", "must be BATCH or PERSISTENT"],
    ["no task", { ...batch, task: undefined }, "task", "is required"],
    ["no container", { ...batch, container: undefined }, "container", "is required"],
    ["no image", { ...batch, container: {} }, "container.image", "is required"],
    [
      "container",
      { ...batch, container: "ubuntu" },
      "container",
      "must be an object with at least an image",
    ],
    ["an empty image", withContainer({ image: " " }), "container.image", "must not be empty"],
    ["image", withContainer({ image: 7 }), "container.image", "must be a string"],
    ["an empty tag", withContainer({ tag: "" }), "container.tag", "must not be empty"],
    ["an empty title", { ...batch, title: "" }, "title", "must not be empty"],
    ["description", { ...batch, description: 7 }, "description", "must be a string"],
    ["cpuCount below", { ...batch, cpuCount: -1 }, "cpuCount", "must be 0 or more"],
    ["gpuCount below", { ...batch, gpuCount: -1 }, "gpuCount", "must be 0 or more"],
    ["minVramGb below", { ...batch, minVramGb: -1 }, "minVramGb", "must be 0 or more"],
    ["minRamGb below", { ...batch, minRamGb: -1 }, "minRamGb", "must be 0 or more"],
    ["minStorageGb below", { ...batch, minStorageGb: -1 }, "minStorageGb", "must be 0 or more"],
    ["cpuCount above", { ...batch, cpuCount: 2e9 }, "cpuCount", "must be at most 1e9"],
    [
      "minRamGb too small to be signed",
      { ...batch, minRamGb: 0.00005 },
      "minRamGb",
      "must be 0 or at least 0.0001",
    ],
    ["cpuCount as text", { ...batch, cpuCount: "4" }, "cpuCount", "must be a whole number"],
    ["cpuCount NaN", { ...batch, cpuCount: Number.NaN }, "cpuCount", "must be a whole number"],
    ["maxNodeCount below", { ...batch, maxNodeCount: 0 }, "maxNodeCount", "must be 1 or more"],
    [
      "maxNodeCount broken",
      { ...batch, maxNodeCount: 1.5 },
      "maxNodeCount",
      "must be a whole number",
    ],
    ["maxRetryCount below", { ...batch, maxRetryCount: -1 }, "maxRetryCount", "must be 0 or more"],
    [
      "maxRetryCount broken",
      { ...batch, maxRetryCount: 0.5 },
      "maxRetryCount",
      "must be a whole number",
    ],
    [
      "maxTimeoutAssignMs below",
      { ...batch, maxTimeoutAssignMs: 299_999 },
      "maxTimeoutAssignMs",
      "must be at least 300000 ms (5 min)",
    ],
    [
      "maxTimeoutStartMs below",
      { ...batch, maxTimeoutStartMs: 119_999 },
      "maxTimeoutStartMs",
      "must be at least 120000 ms (2 min)",
    ],
    [
      "maxTimeoutRunMs below",
      { ...batch, maxTimeoutRunMs: 59_999 },
      "maxTimeoutRunMs",
      "must be at least 60000 ms (1 min)",
    ],
    [
      "maxTimeoutRunMs broken",
      { ...batch, maxTimeoutRunMs: 60_000.5 },
      "maxTimeoutRunMs",
      "must be a whole number of milliseconds",
    ],
    [
      "gpuRegistryUuid",
      { ...batch, gpuCount: 1, gpuRegistryUuid: "4090" },
      "gpuRegistryUuid",
      "must be a uuid",
    ],
    [
      "37 regions",
      { ...batch, allowedRegionCodes: Array<string>(37).fill("us-east-1") },
      "allowedRegionCodes",
      "may hold at most 36",
    ],
    [
      "regions as text",
      { ...batch, allowedRegionCodes: "us-east-1" },
      "allowedRegionCodes",
      "must be a list of region codes",
    ],
    [
      "waitFor",
      { ...batch, waitFor: "done" },
      "waitFor",
      expect.stringMatching(
        /^must be one of created, assigned, running, ready, completed, or one probe/,
      ),
    ],
    [
      "replaceOn",
      { ...batch, replaceOn: ["FAILED", "LOST"] },
      "replaceOn[1]",
      "must be COMPLETED, FAILED or CANCELLED",
    ],
    ["triggers", { ...batch, triggers: "x" }, "triggers", "must be a map"],
    [
      "sshUser",
      { ...batch, sshUser: "-oProxyCommand=x" },
      "sshUser",
      "must be a user name such as duser",
    ],
    [
      "port 0",
      withContainer({ ports: [22, 0] }),
      "container.ports[1]",
      "must be a whole number from 1 to 65535",
    ],
    [
      "port 65536",
      withContainer({ ports: [65_536] }),
      "container.ports[0]",
      "must be a whole number from 1 to 65535",
    ],
    [
      "a broken port",
      withContainer({ ports: [22.5] }),
      "container.ports[0]",
      "must be a whole number from 1 to 65535",
    ],
    [
      "a port as text",
      withContainer({ ports: ["22"] }),
      "container.ports[0]",
      "must be a port number",
    ],
    [
      "ports as a number",
      withContainer({ ports: 22 }),
      "container.ports",
      "must be a list of port numbers",
    ],
    ["env as a list", withContainer({ env: ["A=1"] }), "container.env", "must be a map of strings"],
    [
      "the value of a variable",
      withContainer({ env: { A: 1 } }),
      "container.env.A",
      "must be a string",
    ],
    [
      "the name of a variable",
      withContainer({ env: { "1A": "x" } }),
      "container.env",
      "has a wrong name: it must begin with a letter or _, and have only letters, digits and _ . -",
    ],
    [
      "a registry's host",
      withContainer({ registry: { host: "" } }),
      "container.registry.host",
      "must not be empty",
    ],
    [
      "a registry's secret",
      withContainer({ registry: { secret: 7 } }),
      "container.registry.secret",
      "must be a string",
    ],
    [
      "a volume's mount",
      withContainer({ volumes: [{}, { mount: "" }] }),
      "container.volumes[1].mount",
      "must not be empty",
    ],
    ["volumes", withContainer({ volumes: {} }), "container.volumes", "must be a list of volumes"],
    ["imageSource", withContainer({ imageSource: 7 }), "container.imageSource", "must be a string"],
  ])("A17: is kept: %s", (_name, inputs, property, reason) => {
    expect(failuresOf(inputs)).toEqual([{ property, reason }]);
  });
});

describe("inputs that do not go together", () => {
  const needsGpu = (asks: string): string =>
    `must be 1 or more because ${asks} is set: the service's own default is 0, a CPU job`;

  test.each<[string, Properties, string, string]>([
    [
      "a GPU by name and by uuid",
      { ...batch, gpuCount: 1, gpuName: "RTX", gpuRegistryUuid: uuid },
      "gpuRegistryUuid",
      "cannot be set together with gpuName: keep the one that you mean",
    ],
    ["a GPU's name without a count", { ...batch, gpuName: "RTX" }, "gpuCount", needsGpu("gpuName")],
    [
      "a GPU's name with a count of 0",
      { ...batch, gpuCount: 0, gpuName: "RTX" },
      "gpuCount",
      needsGpu("gpuName"),
    ],
    [
      "a GPU's name without a GPU",
      { ...batch, gpuCount: 0, gpuName: "RTX" },
      "gpuCount",
      needsGpu("gpuName"),
    ],
    [
      "a GPU's uuid without a count",
      { ...batch, gpuRegistryUuid: uuid },
      "gpuCount",
      needsGpu("gpuRegistryUuid"),
    ],
    ["VRAM without a GPU", { ...batch, minVramGb: 24 }, "gpuCount", needsGpu("minVramGb")],
    [
      "a GPU's name and VRAM without a count",
      { ...batch, gpuName: "RTX", minVramGb: 24 },
      "gpuCount",
      needsGpu("gpuName and minVramGb"),
    ],
    [
      "preferred GPUs without a count",
      { ...batch, gpuPreferences: [{ gpuName: "RTX" }] },
      "gpuCount",
      needsGpu("gpuPreferences"),
    ],
    [
      "preferred GPUs beside one by name",
      { ...batch, gpuCount: 1, gpuName: "RTX", gpuPreferences: [{ gpuName: "A100" }] },
      "gpuName",
      "cannot be set together with gpuPreferences: put it first in the list",
    ],
    [
      "preferred GPUs for a job that nobody waits for",
      { ...batch, gpuCount: 1, waitFor: "created", gpuPreferences: [{ gpuName: "A100" }] },
      "waitFor",
      "cannot be created together with gpuPreferences: whether a GPU gets a node is seen by waiting; wait for assigned or more",
    ],
    [
      "a preference for no GPU",
      { ...batch, gpuCount: 1, gpuPreferences: [{ maxHourlyUsd: 1 }] },
      "gpuPreferences[0]",
      "must have one of gpuName and gpuRegistryUuid",
    ],
    [
      "a preference for a GPU by name and by uuid",
      { ...batch, gpuCount: 1, gpuPreferences: [{ gpuName: "RTX", gpuRegistryUuid: uuid }] },
      "gpuPreferences[0]",
      "must have one of gpuName and gpuRegistryUuid",
    ],
    [
      "the same preference twice",
      {
        ...{ ...batch, gpuCount: 1 },
        gpuPreferences: [
          { gpuName: "RTX", allowedRegionCodes: ["us-east-1", "us-west-2"] },
          { gpuName: "RTX" },
          { gpuName: "RTX", allowedRegionCodes: ["us-west-2", "us-east-1"], maxHourlyUsd: 1 },
        ],
      },
      "gpuPreferences[2]",
      "asks for the same GPU in the same regions as one before it: remove it",
    ],
    [
      "a PERSISTENT job that ends by the clock",
      { ...persistent, maxTimeoutRunMs: 60_000 },
      "maxTimeoutRunMs",
      "must not be set when task is PERSISTENT: such a job runs until it is cancelled; remove it or use BATCH",
    ],
    [
      "a BATCH job without an end",
      { ...batch, maxTimeoutRunMs: undefined },
      "maxTimeoutRunMs",
      "is required when task is BATCH: the longest the job may run, in milliseconds, such as 3600000 (1 h)",
    ],
    [
      "a PERSISTENT job that is waited for to its end",
      { ...persistent, waitFor: "completed" },
      "waitFor",
      "cannot be completed when task is PERSISTENT: such a job does not end by itself",
    ],
  ])("A17: are refused: %s", (_name, inputs, property, reason) => {
    expect(failuresOf(inputs)).toEqual([{ property, reason }]);
  });

  test("are not held against a property that is wrong by itself", () => {
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
    ["a type that nobody knows", "ssh-dss AAAAB3Nza me"],
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

  test("that is a private key is refused, and never shown", () => {
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
  test.each<[string, Properties, string, string]>([
    [
      "a slip",
      { ...batch, gpuCuont: 1 },
      "gpuCuont",
      "is not a property of Job; did you mean gpuCount?",
    ],
    [
      "the API's name",
      { ...batch, gpu_count: 1 },
      "gpu_count",
      "is not a property of Job; did you mean gpuCount?",
    ],
    [
      "the API's longest name",
      { ...batch, max_timeout_assign_ms: 1 },
      "max_timeout_assign_ms",
      "is not a property of Job; did you mean maxTimeoutAssignMs?",
    ],
    [
      "the API's name inside",
      withContainer({ ssh_key: sshKey }),
      "container.ssh_key",
      "is not a property of container; did you mean sshKey?",
    ],
    [
      "a slip deep inside",
      withContainer({ registry: { sercet: "x" } }),
      "container.registry.sercet",
      "is not a property of container.registry; did you mean secret?",
    ],
    [
      "a slip in a list",
      withContainer({ volumes: [{ mnt: "/data" }] }),
      "container.volumes[0].mnt",
      "is not a property of container.volumes[0]; did you mean mount?",
    ],
    [
      "a stranger",
      withContainer({ registry: { certificate: "x" } }),
      "container.registry.certificate",
      "is not a property of container.registry, which has host, user, secret",
    ],
  ])("L03: is refused, with a hint: %s", (_name, inputs, property, reason) => {
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
    ["the task of a job without an end", { ...persistent, task: UNKNOWN }],
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
  ])("may turn out to be none, so no rule holds for it: %s", (_name, inputs) => {
    expect(failuresOf(inputs)).toEqual([]);
  });

  test("does not hide what is wrong beside it", () => {
    expect(failuresOf({ ...batch, task: UNKNOWN, cpuCount: -1 })).toEqual([
      { property: "cpuCount", reason: "must be 0 or more" },
    ]);
  });
});

describe("several failures", () => {
  test("are all told at once, each property once", () => {
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

  test("of one property are told as one sentence", () => {
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
  test("is given for ports that lock the owner of the SSH key out", () => {
    expect(warningsOf(withContainer({ sshKey, ports: [8080] }))).toEqual([
      {
        property: "container.ports",
        reason:
          "has no 22 although sshKey is set: the list replaces the service's own set, so nobody can log in",
      },
    ]);
  });

  test.each<[string, Properties]>([
    ["there are no ports", { sshKey }],
    ["22 is among the ports", { sshKey, ports: [8080, 22] }],
    ["there is no key", { ports: [8080] }],
  ])("is not given when %s", (_name, fields) => {
    expect(warningsOf(withContainer(fields))).toEqual([]);
  });

  test.each([
    ["us-esat-1", "is not a region that this version knows; did you mean us-east-1?"],
    ["US-EAST-1", "is not a region that this version knows; did you mean us-east-1?"],
    ["moon", "is not a region that this version knows"],
  ])("and no failure is given for the region %p", (code, reason) => {
    expect(check(jobDefinition, { ...batch, allowedRegionCodes: ["us-east-1", code] })).toEqual({
      failures: [],
      warnings: [{ property: "allowedRegionCodes[1]", reason }],
    });
  });
});

describe("pathText", () => {
  test.each<[readonly PropertyKey[], string]>([
    [[], ""],
    [["title"], "title"],
    [["container", "ports", 1], "container.ports[1]"],
    [["container", "volumes", 0, "secret"], "container.volumes[0].secret"],
  ])("writes %p as %p", (path, expected) => {
    expect(pathText(path)).toBe(expected);
  });
});
