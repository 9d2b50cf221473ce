// Waits that end before the job is ready, and what the engine keeps then.
import { until } from "../../support/until";
import type { PluginProcess } from "../../support/pluginProcess";
import { box, failureOf, usePlugin } from "./usePlugin";

const rig = usePlugin();
const CREATE = "POST /v1/jobs";
const neverAssigned = { image: "a", ports: [], env: { EMULATOR_ASSIGN: "never" } };

const requested = (route: string): number =>
  rig()
    .emulator.requests()
    .filter(({ method, path }) => `${method} ${path}` === route).length;

test("the deadline of the request ends the wait, with everything the engine keeps", async () => {
  const { plugin, emulator } = rig();
  const { inputs } = await plugin.check(box({ container: neverAssigned }));
  const { code, kept } = await failureOf(plugin.create(inputs, { timeout: 1 }));
  expect(code).toBe("DEADLINE_EXCEEDED");
  expect(kept).toMatchObject({
    id: emulator.ledger().jobs.at(-1)?.uuid,
    reasons: [expect.stringContaining("status is PENDING")],
    refreshBeforeUpdate: true,
  });
  // The engine tells deadlines with every request: none is kept.
  expect(kept?.properties["__context"]).not.toHaveProperty("timeouts");
});

test.each<[string, (plugin: PluginProcess) => unknown, string]>([
  ["SIGTERM", (plugin) => plugin.kill("SIGTERM"), "this process received SIGTERM"],
  ["cancel", (plugin) => plugin.cancel(), "Pulumi was interrupted"],
])("%s ends a wait at once, and the job is kept", async (_how, interrupt, words) => {
  const { emulator, start } = rig();
  const plugin = await configured(start);
  const { inputs } = await plugin.check(box({ container: neverAssigned }));
  const before = requested("GET /v1/jobs/{uuid}");
  const creating = failureOf(plugin.create(inputs));
  await until(() => requested("GET /v1/jobs/{uuid}") > before);
  await interrupt(plugin);
  const { code, kept } = await creating;
  expect(code).toBe("CANCELLED");
  expect(kept).toMatchObject({
    id: emulator.ledger().jobs.at(-1)?.uuid,
    properties: { status: "PENDING" },
    reasons: [expect.stringContaining(`was cut short: ${words}`)],
  });
});

describe("cancel", () => {
  test("lets a purchase that is on its way be answered first", async () => {
    const { emulator, start } = rig();
    const plugin = await configured(start);
    const { inputs } = await plugin.check(box());
    const bought = (): number => emulator.ledger().jobs.length;
    const before = bought();
    emulator.addFaults([{ route: CREATE, phase: "before-headers", action: "delay", ms: 1_000 }]);
    const creating = failureOf(plugin.create(inputs));
    await until(() => bought() > before);
    await plugin.cancel();
    const { kept } = await creating;
    expect(kept?.id).toBe(emulator.ledger().jobs.at(-1)?.uuid);
  });

  test("lets nothing new be bought", async () => {
    const plugin = await configured(rig().start);
    const { inputs } = await plugin.check(box());
    const before = requested(CREATE);
    await plugin.cancel();
    expect((await failureOf(plugin.create(inputs))).code).toBe("CANCELLED");
    expect(requested(CREATE)).toBe(before);
  });
});

test("a plugin whose engine dies ends by itself", async () => {
  const plugin = await configured(rig().start);
  const { inputs } = await plugin.check(box({ container: neverAssigned }));
  const before = requested("GET /v1/jobs/{uuid}");
  void plugin.create(inputs).catch(() => undefined);
  await until(() => requested("GET /v1/jobs/{uuid}") > before);
  expect(await plugin.endInput()).toBe(0);
});

async function configured(
  start: ReturnType<typeof rig>["start"],
): ReturnType<ReturnType<typeof rig>["start"]> {
  const { emulator } = rig();
  const plugin = await start({
    DISPERSED_PUBLIC_KEY: emulator.publicKey,
    DISPERSED_SECRET_KEY: emulator.secretKey,
    DISPERSED_API_BASE_URL: emulator.url,
  });
  await plugin.configure({});
  return plugin;
}
