// The whole gRPC service. What is not here (Call, Parameterize) gRPC itself answers with
// UNIMPLEMENTED, which the engine understands. An engine often only asks for the plugin's version,
// so this file and its imports know nothing of Dispersed. The rest is loaded with the first call
// that needs it.
import {
  status as codes,
  type handleUnaryCall,
  type ServerWritableStream,
  type UntypedServiceImplementation,
} from "@grpc/grpc-js";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { PluginInfo, type PluginAttach } from "@pulumi/pulumi/proto/plugin_pb";
import {
  GetMappingResponse,
  GetMappingsResponse,
  GetSchemaResponse,
  ProviderHandshakeResponse,
  type GetSchemaRequest,
  type ListRequest,
  type ListResponse,
  type ProviderHandshakeRequest,
} from "@pulumi/pulumi/proto/provider_pb";

import schema from "../../../schema.json";
import type { EngineLifetime } from "../../host/engineLifetime";
import type { PluginCalls } from "./calls";
import { RpcFailure, serviceErrorOf } from "./rpcError";
import { unary } from "./unary";

/**
 * The service that an engine connects to.
 *
 * @param engineAddress of the engine that started this process; `undefined` when one will attach.
 */
export function pluginService(
  engineLifetime: EngineLifetime,
  engineAddress: string | undefined,
): UntypedServiceImplementation {
  let address = engineAddress;
  let calls: Promise<PluginCalls> | undefined;
  const load = (): Promise<PluginCalls> =>
    (calls ??= import("./calls.js").then(({ openCalls }) => openCalls(engineLifetime, address)));
  const attach = async (to: string): Promise<void> => {
    address = to;
    (await calls)?.attach(to);
  };
  const later = <Request, Answer>(
    choose: (loaded: PluginCalls) => (request: Request) => Answer | Promise<Answer>,
  ): handleUnaryCall<Request, Answer> =>
    unary(engineLifetime, async (request) => choose(await load())(request));

  return {
    handshake: unary(engineLifetime, async (request: ProviderHandshakeRequest) => {
      await attach(request.getEngineAddress());
      // Without acceptResources the engine sends a resource as its id, which is what a property
      // that takes a text can use.
      return new ProviderHandshakeResponse().setAcceptSecrets(true).setAcceptOutputs(true);
    }),
    attach: unary(engineLifetime, async (request: PluginAttach) => {
      await attach(request.getAddress());
      return new Empty();
    }),
    getPluginInfo: unary(engineLifetime, () => new PluginInfo().setVersion(schema.version)),
    getSchema: unary(engineLifetime, (request: GetSchemaRequest) => {
      if (request.getVersion() === 0) {
        return new GetSchemaResponse().setSchema(JSON.stringify(schema));
      }
      throw new RpcFailure("only schemas of version 0 are known", codes.INVALID_ARGUMENT);
    }),
    checkConfig: later(({ checkConfig }) => checkConfig),
    diffConfig: later(({ diffConfig }) => diffConfig),
    configure: later(({ configure }) => configure),
    check: later(({ check }) => check),
    diff: later(({ diff }) => diff),
    create: later((loaded) => loaded.create),
    read: later(({ read }) => read),
    update: later(({ update }) => update),
    delete: later((loaded) => loaded.delete),
    invoke: later(({ invoke }) => invoke),
    construct: later(({ construct }) => construct),
    list: (call: ServerWritableStream<ListRequest, ListResponse>) => {
      load().then(
        ({ list }) => list(call),
        (error: unknown) => call.emit("error", serviceErrorOf(error)),
      );
    },
    cancel: later(({ cancel }) => cancel),
    getMapping: unary(engineLifetime, () => new GetMappingResponse()),
    getMappings: unary(engineLifetime, () => new GetMappingsResponse()),
  };
}
