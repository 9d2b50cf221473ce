import { type Emulator, startEmulator } from "../../../emulator";
import { type FakeEngine, startFakeEngine } from "../../support/fakeEngine";
import { HostError, SECRET, type Values } from "../../support/providerCalls";
import { type PluginProcess, startPluginProcess } from "../../support/pluginProcess";

/** An emulator and an engine, and plugins between them. */
export interface PluginRig {
  readonly emulator: Emulator;
  readonly engine: FakeEngine;
  /** A plugin with the emulator's key. */
  readonly plugin: PluginProcess;
  /** Another plugin, not configured; closed at the end. */
  readonly start: (env?: Readonly<Record<string, string>>, type?: string) => Promise<PluginProcess>;
}

/** Sets up a rig for the tests of the enclosing block. Jobs run as soon as they are created. */
export function usePlugin(): () => PluginRig {
  let rig: PluginRig | undefined;
  const plugins: PluginProcess[] = [];
  beforeAll(async () => {
    const emulator = await startEmulator({ assignAfterMs: 0, startAfterMs: 0, cancelAfterMs: 0 });
    const engine = await startFakeEngine();
    const start: PluginRig["start"] = async (env = {}, type = "dispersed:index:Job") => {
      const plugin = await startPluginProcess({ engineAddress: engine.address, env, type });
      plugins.push(plugin);
      await plugin.handshake();
      return plugin;
    };
    const plugin = await start();
    await plugin.configure(argsFor(emulator));
    rig = { emulator, engine, plugin, start };
  });
  afterAll(async () => {
    await Promise.all(plugins.map((plugin) => plugin.close()));
    await rig?.emulator.close();
    rig?.engine.close();
  });
  return () => {
    if (rig === undefined) throw new Error("A rig is there only while tests run.");
    return rig;
  };
}

/** The provider's settings of somebody with the emulator's key. */
export function argsFor({ url, publicKey, secretKey }: Emulator): Values {
  return { baseUrl: url, publicKey, secretKey: secret(secretKey) };
}

/** A secret on the wire. */
export function secret(value: unknown): Values {
  return { ...SECRET, value };
}

/** What the engine writes for a text that it does not know yet. */
export const UNKNOWN_TEXT = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** Inputs of a box; `overrides` replace top-level properties. */
export function box(overrides: Values = {}): Values {
  return {
    task: "PERSISTENT",
    container: { image: "otoy/dispersed-base", ports: [22, 8080] },
    ...overrides,
  };
}

/** The failure of a call; a success fails the test. */
export async function failureOf(call: Promise<unknown>): Promise<HostError> {
  const thrown = await call.then(
    () => new Error("The call succeeded."),
    (error: unknown) => error,
  );
  if (thrown instanceof HostError) return thrown;
  throw thrown;
}
