// The process of the dynamic provider: Pulumi's host of dynamic providers, or a program that calls
// a function. Log lines need modules of the SDK. They are loaded with the first line, from the
// SDK's own copy, because objects of another copy would be refused.
import { createRequire } from "node:module";

import { openProcess } from "../../host/providerProcess";
import { createEngineLog, speakTo, type EngineModules, type Speak } from "../engineLog";

/** The engine's address is a process's last argument, as Pulumi starts plugins. */
const address = process.argv.at(-1)?.match(/^[^\s/]+:\d+$/)?.[0];

/** The log of this process. */
export const hostLog = createEngineLog(
  address === undefined ? undefined : () => speakWithSdk(address),
  (line) => process.stderr.write(`${line}\n`),
);

/** The services of this process. */
export const hostProcess = openProcess(hostLog, { engineAddress: address });

/** Begins to listen to the engine, in a process that it started. */
export function listenToEngine(): void {
  if (address !== undefined) hostProcess.listen();
}

function speakWithSdk(engine: string): Speak {
  const sdk = createRequire(require.resolve("@pulumi/pulumi/package.json"));
  return speakTo(engine, {
    credentials: (sdk("@grpc/grpc-js") as EngineModules).credentials,
    clients: sdk("./proto/engine_grpc_pb") as EngineModules["clients"],
    messages: sdk("./proto/engine_pb") as EngineModules["messages"],
  });
}
