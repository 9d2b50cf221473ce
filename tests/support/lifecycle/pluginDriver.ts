import { decodeObject } from "../../../provider/host/propertyValues";
import { parseDuration } from "../../../provider/resources/schema/duration";
import { startFakeEngine } from "../fakeEngine";
import { HostError, SECRET } from "../providerCalls";
import { startPluginProcess } from "../pluginProcess";
import { TIME_SCALE, type Driver, type OpenDriver, type Values } from "./driver";
import { asEngineHears } from "./hostFailure";

type Operation = "create" | "update" | "delete";

/** Drives the plugin, in a process of its own, over gRPC. */
export const openPluginDriver: OpenDriver = async (
  { baseUrl, publicKey, secretKey },
  { type = "Job", timeScale = TIME_SCALE } = {},
) => {
  const engine = await startFakeEngine();
  const plugin = await startPluginProcess({
    engineAddress: engine.address,
    type: `dispersed:index:${type}`,
    timeScale,
  });
  await plugin.handshake();
  await plugin.configure({ baseUrl, publicKey, secretKey: { ...SECRET, value: secretKey } });
  /** What the engine keeps of a resource besides its outputs: the deadlines, and the inputs. */
  const written = new Map<string, Values>();
  const olds = new Map<string, Record<string, unknown>>();
  const checked = async (inputs: Values, id?: string): Promise<Record<string, unknown>> =>
    (await plugin.check({ ...inputs }, id === undefined ? {} : olds.get(id))).inputs;

  const driver: Driver = {
    prepare: (oldInputs, inputs) =>
      asEngineHears(() => plugin.check({ ...inputs }, { ...oldInputs })),
    restart: () => Promise.reject(new Error("This driver has one process.")),
    check: (inputs) => asEngineHears(async () => (await plugin.check({ ...inputs })).failures),
    diff: (id, outputs, inputs) =>
      asEngineHears(async () => {
        const { diffsList, replacesList } = await plugin.diff(
          id,
          { ...outputs },
          await checked(inputs, id),
        );
        return { changed: diffsList.length > 0, replaces: replacesList };
      }),
    create: (inputs) =>
      asEngineHears(async () => {
        const timeout = secondsOf(inputs, "create");
        const properties = await checked(inputs);
        const keep = (id: string): void => {
          written.set(id, inputs);
          olds.set(id, properties);
        };
        try {
          const created = await plugin.create(properties, { timeout });
          keep(created.id);
          return { id: created.id, outputs: decodeObject(created.properties) };
        } catch (error) {
          if (error instanceof HostError && error.kept !== undefined) keep(error.kept.id);
          throw error;
        }
      }),
    read: (id, outputs) =>
      asEngineHears(async () => {
        const answer = await plugin.read(id, { ...outputs }, {});
        if (answer.id === "") return undefined;
        return {
          id: answer.id,
          outputs: decodeObject(answer.properties),
          inputs: decodeObject(answer.inputs),
        };
      }),
    get: (id) =>
      asEngineHears(async () => {
        const { properties } = await plugin.read(id);
        return { id, outputs: decodeObject(properties) };
      }),
    update: (id, outputs, inputs) =>
      asEngineHears(async () => {
        const timeout = secondsOf(inputs, "update");
        const updated = await plugin.update(id, { ...outputs }, await checked(inputs, id), {
          timeout,
        });
        return decodeObject(updated);
      }),
    delete: (id, outputs) =>
      asEngineHears(() =>
        plugin.delete(id, { ...outputs }, secondsOf(written.get(id) ?? {}, "delete")),
      ),
    words: () => engine.lines,
    async close() {
      await plugin.close();
      engine.close();
    },
  };
  return driver;
};

/** The deadline. The dynamic provider finds it among the inputs; the engine sends it to the plugin. */
function secondsOf({ __context: context }: Values, operation: Operation): number {
  const { timeouts = {} } = (context ?? {}) as { timeouts?: Partial<Record<Operation, string>> };
  return (parseDuration(timeouts[operation] ?? "0") ?? 0) / 1_000;
}
