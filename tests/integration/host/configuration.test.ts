import { randomUUID } from "node:crypto";

import { HostError, type HostProcess, type Values } from "../../support/hostProcess";
import { configFor, jobProperties, useHost } from "./useHost";

jest.setTimeout(30_000);
const rig = useHost();

// The host hands out a provider whose configure it has called and not waited for.
test("K02: fifty creates that arrive at once, the first ever, are all configured", async () => {
  const { emulator, host } = rig();
  const creating = Array.from({ length: 50 }, () => host.create(jobProperties()));
  const ids = (await Promise.all(creating)).map(({ id }) => id);
  expect(ids.sort()).toEqual(
    emulator
      .ledger()
      .jobs.map(({ uuid }) => uuid)
      .sort(),
  );
});

const uuid = "00000000-0000-4000-8000-000000000000";
const outputs = jobProperties({ uuid, status: "RUNNING" });

/** Every call that needs the configuration, and what it complains of. */
const calls: [string, (host: HostProcess) => Promise<unknown>][] = [
  ["create", (host) => host.create(jobProperties())],
  ["read", (host) => host.read(uuid, outputs)],
  ["update", (host) => host.update(uuid, outputs, jobProperties({ waitFor: "created" }))],
  ["delete", (host) => host.delete(uuid, outputs)],
];

async function complaint(call: Promise<unknown>): Promise<string> {
  const thrown = await call.then(
    () => new Error("The call succeeded."),
    (error: unknown) => error,
  );
  if (thrown instanceof HostError) return thrown.message;
  throw thrown;
}

describe("a configuration that is wrong", () => {
  let host: HostProcess;
  let requestsBefore: number;
  const reason =
    "dispersed:baseUrl in the configuration must begin with https:// " +
    "(http:// is for an emulator on loopback). Nothing was sent.";
  beforeAll(async () => {
    const { emulator } = rig();
    requestsBefore = emulator.ledger().requests;
    const config = { ...configFor(emulator), "dispersed:baseUrl": "ftp://127.0.0.1" };
    host = await rig().start({ config });
  });

  test.each([...calls, ...calls])(
    "fails %s, the first time and the second",
    async (_name, call) => {
      expect(await complaint(call(host))).toBe(reason);
    },
  );

  test.each([1, 2])("fails check %d with the reason", async () => {
    const { failures } = await host.check({}, jobProperties());
    expect(failures).toEqual([{ property: "", reason }]);
  });

  test("sends nothing", () => {
    expect(rig().emulator.ledger().requests).toBe(requestsBefore);
  });
});

describe("without keys", () => {
  let host: HostProcess;
  let requestsBefore: number;
  const reason =
    "Dispersed credentials are missing: set dispersed:publicKey with `pulumi config set " +
    "dispersed:publicKey …`, or the environment variable DISPERSED_PUBLIC_KEY. Nothing was sent.";
  beforeAll(async () => {
    const { emulator } = rig();
    requestsBefore = emulator.ledger().requests;
    host = await rig().start({ config: { "dispersed:baseUrl": emulator.url } });
  });

  test("L01: a check is one failure that names the setting and the variable", async () => {
    const { failures } = await host.check({}, jobProperties());
    expect(failures).toEqual([{ property: "", reason }]);
  });

  test("what is wrong with the inputs is reported as well", async () => {
    const { failures } = await host.check({}, jobProperties({ task: "BATHC" }));
    expect(failures).toEqual([
      { property: "", reason: "task must be BATCH or PERSISTENT" },
      { property: "", reason },
    ]);
  });

  test.each(calls)("L01: %s says the same, a delete too, whose job stays", async (_name, call) => {
    expect(await complaint(call(host))).toBe(reason);
  });

  test("L01: nothing is sent", () => {
    expect(rig().emulator.ledger().requests).toBe(requestsBefore);
  });
});

describe("a secret key that is missing", () => {
  test("L01: is the one that is named", async () => {
    const { emulator } = rig();
    const config = { "dispersed:baseUrl": emulator.url, "dispersed:publicKey": "pk_alone" };
    const host = await rig().start({ config });
    const { failures } = await host.check({}, jobProperties());
    expect(failures.map((failure) => failure.reason)).toEqual([
      "Dispersed credentials are missing: set dispersed:secretKey with `pulumi config set " +
        "--secret dispersed:secretKey …`, or the environment variable DISPERSED_SECRET_KEY. " +
        "Nothing was sent.",
    ]);
  });
});

describe("keys from the environment", () => {
  const create = async (config: Values, env: Record<string, string>): Promise<string> => {
    const host = await rig().start({ config: config as Record<string, string>, env });
    // A name of its own: the job of another process would not be bought a second time.
    const __context = { name: `render-${randomUUID()}` };
    const { properties } = await host.create(jobProperties({ __context }));
    return String(properties["status"]);
  };

  test.each(["DISPERSED", "ZER"])("L01: with the prefix %s are used", async (prefix) => {
    const { url, publicKey, secretKey } = rig().emulator;
    const env = {
      [`${prefix}_API_BASE_URL`]: url,
      [`${prefix}_PUBLIC_KEY`]: publicKey,
      [`${prefix}_SECRET_KEY`]: secretKey,
    };
    expect(await create({}, env)).toBe("RUNNING");
  });

  test("L01: give way to the configuration", async () => {
    const env = { DISPERSED_PUBLIC_KEY: "pk_stale", DISPERSED_SECRET_KEY: "sk_stale" };
    expect(await create(configFor(rig().emulator), env)).toBe("RUNNING");
  });
});
