// The least that a plugin in Node.js can be: it tells its version. What starts slower than this is
// our own doing.
import { Server, ServerCredentials } from "@grpc/grpc-js";
import type { handleUnaryCall } from "@grpc/grpc-js";
import type { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";

const getPluginInfo: handleUnaryCall<Empty, PluginInfo> = (_call, answer) =>
  answer(null, new PluginInfo().setVersion("0.0.0"));

const server = new Server();
server.addService(ResourceProviderService, { getPluginInfo });
server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) => {
  if (error !== null) throw error;
  process.stdout.write(`${port}\n`);
});
