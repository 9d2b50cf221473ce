// Drives the definition of a resource in this process, where nothing of Pulumi is in between.
import { errorMessage } from "../../../provider/api/errors/errors";
import { deleteResource, resourceEffects } from "../../../provider/host/operation";
import { decodeObject, encodeObject } from "../../../provider/host/propertyValues";
import { check } from "../../../provider/resources/schema/check";
import { withGeneration } from "../../../provider/resources/schema/hiddenContext";
import type { ResourceDefinition, Showing } from "../../../provider/resources/contract/definition";
import type { ResourceEffects } from "../../../provider/resources/contract/effects";
import { diff } from "../../../provider/resources/schema/diff";
import { findingText } from "../../../provider/resources/schema/findingText";
import { drawGeneration } from "../../../provider/resources/job/marker";
import { isPartialFailure } from "../../../provider/resources/contract/partialFailure";
import { type Driver, OperationFailed, type Values, visible } from "./driver";

/** The operations of a resource, in the process whose effects they get. */
export function driveDefinition(
  definition: ResourceDefinition,
  effects: () => ResourceEffects,
): Omit<Driver, "words" | "restart" | "close"> {
  /** As with both adapters. */
  const secretly = (properties: Values): ResourceEffects =>
    resourceEffects(effects(), definition, properties, effects().log);
  const effectsWith = (properties: Values, showing: Showing = {}): ResourceEffects => {
    definition.recordState(effects().processJobs, properties, showing);
    return secretly(properties);
  };
  const driver: ReturnType<typeof driveDefinition> = {
    check: async (inputs, oldInputs = {}) => (await driver.prepare(oldInputs, inputs)).failures,
    prepare: (oldInputs, inputs) =>
      translated(() => {
        definition.recordState(effects().processJobs, oldInputs, { inputs });
        const draw = (): string => drawGeneration(effects().entropy);
        const prepared = withGeneration(decodeObject(inputs), oldInputs, draw);
        const failures = check(definition, visible(prepared)).failures.map((failure) => ({
          property: "",
          reason: findingText(failure),
        }));
        return { inputs: encodeObject(prepared), failures };
      }),
    diff: (_id, outputs, inputs) =>
      translated(() => {
        const { clock, journal, log, processJobs } = effects();
        definition.recordState(processJobs, outputs, { inputs });
        const changes = diff(definition, outputs, decodeObject(inputs), clock.nowMs());
        for (const line of definition.recall?.(journal, outputs, inputs) ?? []) log.warn(line);
        const replacing = changes.filter(({ replaces }) => replaces);
        const replaces = replacing.map(({ path }) => path.split(/[.[]/)[0] ?? path);
        return { changed: changes.length > 0, replaces: [...new Set(replaces)] };
      }),
    create: (inputs) =>
      translated(async () => stored(await definition.create(secretly(inputs), inputs))),
    read: (id, outputs) =>
      translated(async () => {
        const existing = await definition.read(effectsWith(outputs, { isRead: true }), id, outputs);
        return existing && stored(existing);
      }),
    get: (id) => driver.read(id, {}),
    update: (id, outputs, inputs) =>
      translated(async () =>
        stored(await definition.update(effectsWith(outputs, { inputs }), id, outputs, inputs)),
      ),
    delete: (id, outputs) =>
      translated(() => deleteResource(definition, effectsWith(outputs), id, outputs)),
  };
  return driver;
}

async function translated<T>(operation: () => T | Promise<T>): Promise<T> {
  try {
    return await operation();
  } catch (thrown) {
    if (!isPartialFailure(thrown)) throw new OperationFailed(errorMessage(thrown), undefined);
    const { id, outputs, reasons, message } = thrown;
    throw new OperationFailed(message, { id, outputs: stored(outputs), reasons });
  }
}

/** What is left of values in a state: plain JSON. */
function stored<T extends Values | object>(values: T): T {
  return JSON.parse(JSON.stringify(values)) as T;
}
