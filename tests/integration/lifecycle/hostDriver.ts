import { startFakeEngine } from "../host/fakeEngine";
import { HostError, PROVIDER_OF_JOB, startHostProcess } from "../host/hostProcess";
import { createTemporaryProject } from "../host/temporaryProject";
import { type Driver, OperationFailed, type OpenDriver, type Values } from "./driver";

/** Drives Pulumi's own host of dynamic providers, in a process of its own, over gRPC. */
export const openHostDriver: OpenDriver = async ({ baseUrl, publicKey, secretKey }) => {
  const project = createTemporaryProject();
  const engine = await startFakeEngine();
  const host = await startHostProcess({
    folder: project.folder,
    engineAddress: engine.address,
    config: {
      "dispersed:baseUrl": baseUrl,
      "dispersed:publicKey": publicKey,
      "dispersed:secretKey": secretKey,
    },
  });
  const driver: Driver = {
    check: (inputs) =>
      translated(async () => (await host.check({}, withProvider(inputs))).failures),
    diff: (id, outputs, inputs) =>
      translated(async () => {
        const { changes, replaces } = await host.diff(id, { ...outputs }, withProvider(inputs));
        return { changed: changes !== "none", replaces };
      }),
    create: (inputs) =>
      translated(async () => {
        const { id, properties } = await host.create(withProvider(inputs));
        return { id, outputs: properties };
      }),
    read: (id, outputs) =>
      translated(async () => {
        const answer = await host.read(id, { ...outputs });
        if (answer.id === "") return undefined;
        return { id: answer.id, outputs: answer.properties, inputs: answer.inputs ?? {} };
      }),
    get: (id) => driver.read(id, withProvider({})),
    update: (id, outputs, inputs) =>
      translated(() => host.update(id, { ...outputs }, withProvider(inputs))),
    delete: (id, outputs) => translated(() => host.delete(id, { ...outputs })),
    words: () => engine.lines,
    async close() {
      await host.close();
      engine.close();
      project.remove();
    },
  };
  return driver;
};

/** What the SDK's class puts among the inputs. Outputs go back as they came. */
function withProvider(inputs: Values): Record<string, unknown> {
  return { ...inputs, __provider: PROVIDER_OF_JOB };
}

async function translated<T>(operation: () => Promise<T>): Promise<T> {
  try {
    return await operation();
  } catch (thrown) {
    if (!(thrown instanceof HostError)) throw thrown;
    const { kept, message } = thrown;
    throw new OperationFailed(
      message,
      kept && { id: kept.id, outputs: kept.properties, reasons: kept.reasons },
    );
  }
}
