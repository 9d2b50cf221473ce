import type { HostProcess } from "../../support/hostProcess";
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

describe("L01: without the secret key", () => {
  let host: HostProcess;
  let requestsBefore: number;
  const words = "Dispersed credentials are missing: set dispersed:secretKey";
  const reason = expect.stringContaining(words) as string;
  beforeAll(async () => {
    const { emulator, start } = rig();
    requestsBefore = emulator.ledger().requests;
    const config = Object.entries(configFor(emulator)).filter(
      ([key]) => !key.endsWith("secretKey"),
    );
    host = await start({ config: Object.fromEntries(config) });
  });

  test.each<[string, () => Promise<unknown>]>([
    ["create", () => host.create(jobProperties())],
    ["delete", () => host.delete(uuid, jobProperties({ uuid, status: "RUNNING" }))],
  ])("%s fails with the reason, and sends nothing", async (_call, call) => {
    await expect(call()).rejects.toMatchObject({ message: reason });
    expect(rig().emulator.ledger().requests).toBe(requestsBefore);
  });

  test("check fails with the reason", async () => {
    const { failures } = await host.check({}, jobProperties());
    expect(failures).toEqual([{ property: "", reason }]);
  });
});
