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

describe.each<[string, (config: Record<string, string>) => Record<string, string>, string]>([
  [
    "with a configuration that is wrong",
    (config) => ({ ...config, "dispersed:baseUrl": "ftp://127.0.0.1" }),
    "dispersed:baseUrl in the configuration must begin with https://",
  ],
  [
    "L01: without the secret key",
    (config) =>
      Object.fromEntries(Object.entries(config).filter(([key]) => !key.endsWith(":secretKey"))),
    "Dispersed credentials are missing: set dispersed:secretKey",
  ],
])("%s", (_name, change, words) => {
  let host: HostProcess;
  let requestsBefore: number;
  const reason = expect.stringContaining(words) as string;
  beforeAll(async () => {
    const { emulator } = rig();
    requestsBefore = emulator.ledger().requests;
    host = await rig().start({ config: change(configFor(emulator)) });
  });

  test.each(calls)("%s fails with the reason, and sends nothing", async (_call, call) => {
    expect(await complaint(call(host))).toEqual(reason);
    expect(rig().emulator.ledger().requests).toBe(requestsBefore);
  });

  test("check fails with the reason, beside what is wrong with the inputs", async () => {
    const { failures: of } = await host.check({}, jobProperties());
    const { failures } = await host.check({}, jobProperties({ task: "BATHC" }));
    expect(of).toEqual([{ property: "", reason }]);
    expect(failures.map((failure) => failure.reason)).toContain("task must be BATCH or PERSISTENT");
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
});
