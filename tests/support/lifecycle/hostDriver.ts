import { endProcess } from "../providerCalls";
import { mkdtempSync } from "node:fs";
import { join } from "node:path";

import { startFakeEngine } from "../fakeEngine";
import { type HostProcess, providerOf, startHostProcess } from "../hostProcess";
import { createTemporaryProject } from "../temporaryProject";
import { TIME_SCALE, type Driver, type OpenDriver, type Values } from "./driver";
import { asEngineHears } from "./hostFailure";

/** Drives Pulumi's own host of dynamic providers, in a process of its own, over gRPC. */
export const openHostDriver: OpenDriver = async (
  { baseUrl, publicKey, secretKey },
  { type = "Job", timeScale = TIME_SCALE } = {},
) => {
  const project = createTemporaryProject();
  const engine = await startFakeEngine();
  // One machine: what one process bought, the next one finds in its home.
  const home = mkdtempSync(join(project.folder, ".pulumi-"));
  const start = (): Promise<HostProcess> =>
    startHostProcess({
      folder: project.folder,
      engineAddress: engine.address,
      env: { PULUMI_HOME: home },
      config: {
        "dispersed:baseUrl": baseUrl,
        "dispersed:publicKey": publicKey,
        "dispersed:secretKey": secretKey,
      },
      timeScale,
    });
  /** What the SDK's class puts among the inputs. Outputs go back as they came. */
  const withProvider = (inputs: Values): Record<string, unknown> => ({
    ...inputs,
    __provider: providerOf(type),
  });
  let running: Promise<HostProcess> | undefined = start();
  await running;
  /** The process that runs; started when it is needed first. */
  const host = (): Promise<HostProcess> => (running ??= start());
  const driver: Driver = {
    check: async (inputs, oldInputs = {}) => (await driver.prepare(oldInputs, inputs)).failures,
    prepare: (oldInputs, inputs) =>
      asEngineHears(async () => (await host()).check({ ...oldInputs }, withProvider(inputs))),
    diff: (id, outputs, inputs) =>
      asEngineHears(async () => {
        const { changes, replaces } = await (
          await host()
        ).diff(id, { ...outputs }, withProvider(inputs));
        return { changed: changes !== "none", replaces };
      }),
    create: (inputs) =>
      asEngineHears(async () => {
        const { id, properties } = await (await host()).create(withProvider(inputs));
        return { id, outputs: properties };
      }),
    read: (id, outputs) =>
      asEngineHears(async () => {
        const answer = await (await host()).read(id, { ...outputs });
        if (answer.id === "") return undefined;
        const { id: readId, properties, inputs } = answer;
        return { id: readId, outputs: properties, ...(inputs === undefined ? {} : { inputs }) };
      }),
    get: (id) => driver.read(id, withProvider({})),
    update: (id, outputs, inputs) =>
      asEngineHears(async () => (await host()).update(id, { ...outputs }, withProvider(inputs))),
    delete: (id, outputs) => asEngineHears(async () => (await host()).delete(id, { ...outputs })),
    words: () => engine.lines,
    async restart(how) {
      const before = await running;
      running = undefined;
      await endProcess(before, how);
    },
    async close() {
      await (await running)?.close();
      engine.close();
      project.remove();
    },
  };
  return driver;
};
