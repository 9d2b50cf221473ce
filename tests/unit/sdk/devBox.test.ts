import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import * as pulumi from "@pulumi/pulumi";

import { DevBox, Provider, type DevBoxArgs } from "../../../sdk";
import { valueOf } from "./components/mocks";

const BOX = "dispersed:index:DevBox";
const JOB = "pulumi-nodejs:dynamic/dispersed:Job";
const KEY = "pulumi-nodejs:dynamic/dispersed:SshKey";

const line = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHm1Vi6P5lT5QHixEuipi6eQH4U65pW me@work";

/** What the service would say of a box that runs. */
const running = {
  uuid: "some-uuid",
  status: "RUNNING",
  nodeUrls: [{ description: "ssh", hostname: "node", port: 40022, protocol: "tcp", tls: false }],
  endpoints: {
    "8080": { host: "node", port: 48080, url: "https://node:48080" },
    "9090": { host: "node", port: 49090, url: "http://node:49090" },
  },
  ssh: { host: "node", port: 40022, user: "duser", command: "ssh -p 40022 duser@node" },
  hourlyRateUsd: 0.35,
  expiresAt: "2030-01-01T00:00:00.000Z",
  containerAccessTokens: ["tok/en"],
};
const ended = { uuid: "some-uuid", status: "CANCELLED", nodeUrls: [], endpoints: {} };
const pair = { publicKey: line, privateKey: "-----BEGIN canary", fingerprint: "SHA256:x" };

/** What reached the engine, by type. */
let registered: Map<string, pulumi.runtime.MockResourceArgs>;

async function inStack(job: object, preview = false): Promise<void> {
  registered = new Map();
  await pulumi.runtime.setMocks(
    {
      newResource: (args) => {
        registered.set(args.type, args);
        const told = args.type === JOB ? job : args.type === KEY && !preview ? pair : {};
        const inputs = args.inputs as Record<string, unknown>;
        return { id: preview ? undefined : "id", state: { ...inputs, ...told } };
      },
      call: ({ inputs }) => inputs as Record<string, unknown>,
    },
    "project",
    "stack",
    preview,
  );
}

beforeEach(() => inStack(running));
// What is on its way belongs to the stack of its test.
afterEach(() => pulumi.runtime.disconnect());

async function make(args?: DevBoxArgs, opts?: pulumi.ComponentResourceOptions): Promise<DevBox> {
  const box = new DevBox("box", args, opts);
  await valueOf(box.job.urn);
  return box;
}

/** The inputs of the registered job, without those that every job has. */
function jobInputs(): Record<string, unknown> {
  const inputs = Object.entries(registered.get(JOB)?.inputs as Record<string, unknown>);
  return Object.fromEntries(inputs.filter(([name]) => !name.startsWith("__")));
}

async function refusal(args: DevBoxArgs): Promise<string> {
  try {
    await make(args);
  } catch (error) {
    if (pulumi.RunError.isInstance(error)) return error.message;
    throw error;
  }
  throw new Error("it was taken");
}

describe("what is registered", () => {
  test("is a box for one person with one GPU, by default", async () => {
    await make();
    expect(jobInputs()).toEqual({
      task: "PERSISTENT",
      container: { image: "otoy/dispersed-base", ports: [22], sshKey: line },
      gpuCount: 1,
      waitFor: { ssh: true },
    });
  });

  test("is what the program sets, each where the job has it", async () => {
    const ofJob: DevBoxArgs = {
      ...{ gpuCount: 0, gpuName: "NVIDIA RTX 4090", minVramGb: 16, minRamGb: 8, cpuCount: 4 },
      ...{ expiresAfter: "8h", maxHourlyUsd: 0.5, waitFor: "ready", sshUser: "root" },
      title: "A box",
    };
    const ofContainer: DevBoxArgs = {
      ...{ image: "me/box", tag: "2", allowedIps: ["203.0.113.0/24"] },
      ...{ registry: { user: "me" }, volumes: [{ mount: "/data" }] },
    };
    await make({ ...ofJob, ...ofContainer, ports: [8080, 22], sshPublicKey: pulumi.output(line) });
    expect(jobInputs()).toEqual({
      ...ofJob,
      task: "PERSISTENT",
      container: { ...ofContainer, ports: [22, 8080], sshKey: line },
    });
  });

  test("is no key where the program gives one", async () => {
    const box = await make({ sshPublicKey: pulumi.output(line) });
    expect([box.key, registered.has(KEY)]).toEqual([undefined, false]);
  });

  test("I02: sends the environment as a secret", async () => {
    await make({ env: { TOKEN: "canary" } });
    expect(jobInputs()["container"]).toMatchObject({
      "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
    });
  });
});

describe("an input that only the job or its container has, in a program without types,", () => {
  test.each<[string, unknown, string]>([
    ["container", { image: "canary" }, "write image, env and its other inputs directly on the box"],
    ["task", "BATCH", "for a box is PERSISTENT; for a job that ends use BatchRun"],
    ["maxNodeCount", 4, "a box is one node"],
    ["maxTimeoutRunMs", 60_000, "a box runs until it is destroyed; expiresAfter limits its life"],
    ["sshKey", "canary", "write sshPublicKey or sshPublicKeyFile"],
  ])("is refused before anything is registered: %s", async (input, value, advice) => {
    const text = await refusal({ [input]: value });
    expect(text).toContain(`box: ${input} is not an input of DevBox: `);
    expect(text).toContain(advice);
    expect(text).not.toContain("canary");
    expect([...registered.keys()].filter((type) => type === BOX || type === JOB)).toEqual([]);
  });
});

describe("options of the component that reach the job:", () => {
  test("customTimeouts", async () => {
    await make({}, { customTimeouts: { create: "20m", delete: "5m" } });
    expect((registered.get(JOB)?.inputs as Record<string, unknown>)["__context"]).toMatchObject({
      timeouts: { create: "20m", delete: "5m" },
    });
  });

  test("provider and protect", async () => {
    const provider = new Provider("other", { publicKey: "pk_other" });
    await valueOf(provider.urn);
    const { job } = await make({}, { provider, protect: true });
    expect(registered.get(JOB)?.provider).toContain("pulumi:providers:pulumi-nodejs::other");
    expect((job as unknown as { __protect: boolean }).__protect).toBe(true);
  });
});

describe("a public key", () => {
  const folder = mkdtempSync(join(tmpdir(), "pulumi-dispersed-box-"));
  afterAll(() => rmSync(folder, { recursive: true }));
  const file = join(folder, "id.pub");

  test("is read from a file, and ssh gets the private one beside it", async () => {
    writeFileSync(file, `${line}\n`);
    const box = await make({ sshPublicKeyFile: file });
    expect(jobInputs()).toMatchObject({ container: { sshKey: line } });
    expect(await valueOf(box.ssh)).toBe(`ssh -i ${join(folder, "id")} -p 40022 duser@node`);
  });

  test("stops the program before anything is registered when there are two", async () => {
    const two = { sshPublicKeyFile: "/none.pub", sshPublicKey: line };
    expect(await refusal(two)).toContain("not both");
    expect([...registered.keys()].filter((type) => type === BOX || type === JOB)).toEqual([]);
  });
});

describe("outputs of a running box", () => {
  test("are ways to log in with the key that the box made", async () => {
    const { ssh, sshConfig } = await make();
    expect(await valueOf(ssh)).toBe("ssh -i ~/.ssh/dispersed-box -p 40022 duser@node");
    expect(await valueOf(sshConfig)).toContain("IdentityFile ~/.ssh/dispersed-box");
  });

  test("are ways to log in with a key that ssh finds by itself", async () => {
    const { ssh, sshConfig } = await make({ sshPublicKey: line });
    expect(await valueOf(ssh)).toBe("ssh -p 40022 duser@node");
    expect(await valueOf(sshConfig)).not.toContain("IdentityFile");
  });

  test("are a connection, with the private key where the box made it", async () => {
    const made = await make();
    const given = await make({ sshPublicKey: line });
    const login = { host: "node", port: 40022, user: "duser" };
    const connections = [made, given].map(({ connection }) => valueOf(pulumi.output(connection)));
    expect(await Promise.all(connections)).toEqual([
      { ...login, privateKey: pair.privateKey },
      login,
    ]);
  });

  test("are URLs without the token and with it", async () => {
    const { urls, urlsWithToken, accessToken } = await make();
    expect(await valueOf(urls)).toEqual({
      "8080": "https://node:48080",
      "9090": "http://node:49090",
    });
    expect(await valueOf(urlsWithToken)).toEqual({
      "8080": "https://duser:tok%2Fen@node:48080",
      "9090": "http://duser:tok%2Fen@node:49090",
    });
    expect(await valueOf(accessToken)).toBe("tok/en");
  });

  test("I03: are secrets where they give access, and plain where a person reads them", async () => {
    const box = await make();
    const { ssh, sshConfig, urls, urlsWithToken, accessToken, connection, key } = box;
    const { host, privateKey } = connection;
    const areSecret = (outputs: readonly (pulumi.Output<unknown> | undefined)[]) =>
      Promise.all(outputs.map((output) => pulumi.isSecret(pulumi.output(output))));
    expect(await areSecret([privateKey, urlsWithToken, accessToken])).toEqual([true, true, true]);
    expect(await areSecret([ssh, sshConfig, urls, host, key?.publicKey])).toEqual(
      Array(5).fill(false),
    );
  });
});

test("a box that has ended has no way to log in, and no URLs", async () => {
  await inStack(ended);
  const { status, ssh, sshConfig, urls, urlsWithToken, accessToken, connection } = await make({
    sshPublicKey: line,
  });
  const outputs = { status, ssh, sshConfig, urls, urlsWithToken, accessToken, connection };
  expect(await valueOf(pulumi.output(outputs))).toEqual({
    status: "CANCELLED",
    urls: {},
    urlsWithToken: {},
    connection: {},
  });
});

/** Not in the published types. */
const isKnown = (output: unknown): Promise<boolean> =>
  (output as { readonly isKnown: Promise<boolean> }).isKnown;

test("a preview of a new box knows none of its outputs", async () => {
  await inStack({}, true);
  const box = await make();
  const { uuid, status, ssh, sshConfig, urls, urlsWithToken, connection, expiresAt } = box;
  const outputs = [uuid, status, ssh, sshConfig, urls, urlsWithToken, expiresAt];
  const all = [...outputs, connection.host, connection.privateKey];
  const known = await Promise.all(all.map(isKnown));
  expect(known).toEqual(all.map(() => false));
});
