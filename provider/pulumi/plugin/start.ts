import { Server, ServerCredentials } from "@grpc/grpc-js";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";

import { createEngineLife } from "../../host/engineLifetime";
import { pluginService } from "./service";

/** The engine's own limit; states with many secrets are large. */
const LARGEST_MESSAGE = 400 * 1024 * 1024;

/**
 * Starts to serve on a free port of the loopback interface.
 *
 * @param engineAddress of the engine that started this process; `undefined` when one will attach.
 * @returns the port.
 */
export async function startPlugin(engineAddress: string | undefined): Promise<number> {
  const engineLifetime = createEngineLife(process);
  // There is nothing to do at a proper end before the session has begun.
  if (engineAddress !== undefined) engineLifetime.listen(() => undefined);
  const server = new Server({
    "grpc.max_receive_message_length": LARGEST_MESSAGE,
    "grpc.max_send_message_length": LARGEST_MESSAGE,
  });
  server.addService(ResourceProviderService, pluginService(engineLifetime, engineAddress));
  return new Promise((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) => {
      if (error === null) resolve(port);
      else reject(error);
    });
  });
}
