import { rmSync } from "node:fs";

import { decodeObject } from "../../../provider/host/propertyValues";
import { parseDuration } from "../../../provider/resources/schema/duration";
import { startFakeEngine } from "../fakeEngine";
import { endProcess, HostError, SECRET } from "../providerCalls";
import {
  createHome,
  createStackName,
  type PluginProcess,
  startPluginProcess,
} from "../pluginProcess";
import { TIME_SCALE, type Driver, type OpenDriver, type Values } from "./driver";
import { asEngineHears } from "./hostFailure";

type Operation = "create" | "update" | "delete";

/** Drives the plugin, in a process of its own, over gRPC. */
export const openPluginDriver: OpenDriver = async (
  { baseUrl, publicKey, secretKey },
  { type = "Job", timeScale = TIME_SCALE, stack = createStackName() } = {},
) => {
  const engine = await startFakeEngine();
  // One machine: what one process bought, the next one finds in its home.
  const home = createHome();
  const start = async (): Promise<PluginProcess> => {
    const started = await startPluginProcess({
      engineAddress: engine.address,
      type: `dispersed:index:${type}`,
      ...{ timeScale, home, stack },
    });
    await started.handshake();
    await started.configure({ baseUrl, publicKey, secretKey: { ...SECRET, value: secretKey } });
    return started;
  };
  let running: Promise<PluginProcess> | undefined = start();
  await running;
  /** The process that runs; started when it is needed first. */
  const plugin = (): Promise<PluginProcess> => (running ??= start());
  /** What the engine keeps of a resource besides its outputs: the deadlines, and the inputs. */
  const written = new Map<string, Values>();
  const olds = new Map<string, Record<string, unknown>>();
  /** The program's inputs, by those that check made of them. */
  const programs = new WeakMap<Values, Values>();
  const programOf = (inputs: Values): Values => programs.get(inputs) ?? inputs;
  /** What check makes of a program's inputs, unless it has already. */
  const checked = async (inputs: Values, id?: string): Promise<Record<string, unknown>> =>
    programs.has(inputs)
      ? { ...inputs }
      : (await (await plugin()).check({ ...inputs }, id === undefined ? {} : olds.get(id))).inputs;

  const driver: Driver = {
    prepare: (oldInputs, inputs) =>
      asEngineHears(async () => {
        const prepared = await (await plugin()).check({ ...inputs }, { ...oldInputs });
        programs.set(prepared.inputs, inputs);
        return prepared;
      }),
    check: (inputs) =>
      asEngineHears(async () => (await (await plugin()).check({ ...inputs })).failures),
    diff: (id, outputs, inputs) =>
      asEngineHears(async () => {
        const news = await checked(inputs, id);
        const { diffsList, replacesList } = await (await plugin()).diff(id, { ...outputs }, news);
        return { changed: diffsList.length > 0, replaces: replacesList };
      }),
    create: (inputs) =>
      asEngineHears(async () => {
        const timeout = secondsOf(programOf(inputs), "create");
        const properties = await checked(inputs);
        const keep = (id: string): void => {
          written.set(id, programOf(inputs));
          olds.set(id, properties);
        };
        try {
          const created = await (await plugin()).create(properties, { timeout });
          keep(created.id);
          return { id: created.id, outputs: decodeObject(created.properties) };
        } catch (error) {
          if (error instanceof HostError && error.kept !== undefined) keep(error.kept.id);
          throw error;
        }
      }),
    read: (id, outputs, inputs = {}) =>
      asEngineHears(async () => {
        const answer = await (await plugin()).read(id, { ...outputs }, { ...inputs });
        if (answer.id === "") return undefined;
        return {
          id: answer.id,
          outputs: decodeObject(answer.properties),
          inputs: decodeObject(answer.inputs),
        };
      }),
    get: (id) =>
      asEngineHears(async () => {
        const { properties } = await (await plugin()).read(id);
        return { id, outputs: decodeObject(properties) };
      }),
    update: (id, outputs, inputs) =>
      asEngineHears(async () => {
        const timeout = secondsOf(programOf(inputs), "update");
        const news = await checked(inputs, id);
        return decodeObject(await (await plugin()).update(id, { ...outputs }, news, { timeout }));
      }),
    delete: (id, outputs) =>
      asEngineHears(async () => {
        const timeout = secondsOf(written.get(id) ?? {}, "delete");
        return (await plugin()).delete(id, { ...outputs }, timeout);
      }),
    words: () => engine.lines,
    async restart(how) {
      const before = await running;
      running = undefined;
      await endProcess(before, how);
    },
    async close() {
      await (await running)?.close();
      engine.close();
      rmSync(home, { recursive: true, force: true });
    },
  };
  return driver;
};

/** The deadline. The dynamic provider finds it among the inputs; the engine sends it to the plugin. */
function secondsOf({ __context: context }: Values, operation: Operation): number {
  const { timeouts = {} } = (context ?? {}) as { timeouts?: Partial<Record<Operation, string>> };
  return (parseDuration(timeouts[operation] ?? "0") ?? 0) / 1_000;
}
