// The whole gRPC service. What is not here (Construct, Call, Parameterize) gRPC itself answers with
// UNIMPLEMENTED, which the engine understands.
import { status as codes, type UntypedServiceImplementation } from "@grpc/grpc-js";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { PluginInfo, type PluginAttach } from "@pulumi/pulumi/proto/plugin_pb";
import {
  GetMappingResponse,
  GetMappingsResponse,
  GetSchemaResponse,
  ProviderHandshakeResponse,
  type GetSchemaRequest,
  type InvokeRequest,
  type ProviderHandshakeRequest,
} from "@pulumi/pulumi/proto/provider_pb";

import schema from "../../../schema.json";
import { configurationCalls } from "./configurationCalls";
import { invoke } from "./functionCalls";
import { listCall } from "./listCall";
import type { PluginSession } from "./pluginSession";
import { resourceCalls } from "./resourceCalls";
import { RpcFailure } from "./rpcFailure";
import { unary } from "./unary";

/** The service that an engine speaks to. */
export function pluginService(session: PluginSession): UntypedServiceImplementation {
  const calls = session.process.engineLife;
  const configuration = configurationCalls(session);
  const resources = resourceCalls(session);
  return {
    handshake: unary(calls, (request: ProviderHandshakeRequest) => {
      session.attach(request.getEngineAddress());
      // Without acceptResources the engine sends a resource as its id, which is what a property
      // that takes a text can use.
      return new ProviderHandshakeResponse().setAcceptSecrets(true).setAcceptOutputs(true);
    }),
    attach: unary(calls, (request: PluginAttach) => {
      session.attach(request.getAddress());
      return new Empty();
    }),
    getPluginInfo: unary(calls, () => new PluginInfo().setVersion(schema.version)),
    getSchema: unary(calls, (request: GetSchemaRequest) => {
      if (request.getVersion() === 0) {
        return new GetSchemaResponse().setSchema(JSON.stringify(schema));
      }
      throw new RpcFailure("only schemas of version 0 are known", codes.INVALID_ARGUMENT);
    }),
    checkConfig: unary(calls, configuration.checkConfig),
    diffConfig: unary(calls, configuration.diffConfig),
    configure: unary(calls, configuration.configure),
    check: unary(calls, resources.check),
    diff: unary(calls, resources.diff),
    create: unary(calls, resources.create),
    read: unary(calls, resources.read),
    update: unary(calls, resources.update),
    delete: unary(calls, resources.delete),
    invoke: unary(calls, (request: InvokeRequest) => invoke(session, request)),
    list: listCall(session),
    cancel: unary(calls, () => {
      session.cancel();
      return new Empty();
    }),
    getMapping: unary(calls, () => new GetMappingResponse()),
    getMappings: unary(calls, () => new GetMappingsResponse()),
  };
}
