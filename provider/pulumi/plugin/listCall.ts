import { status as codes, type handleServerStreamingCall } from "@grpc/grpc-js";
import { ListResponse, type ListRequest } from "@pulumi/pulumi/proto/provider_pb";

import type { PluginSession } from "./session";
import { RpcFailure, serviceErrorOf } from "./rpcError";
import { definitionOfToken } from "./resourceRequest";
import { open } from "./wireValues";

/** Most resources in one listing when the engine names no limit. */
const DEFAULT_LIMIT = 100;

/** Lists what could be imported, one message each. */
export function listCall(
  session: PluginSession,
): handleServerStreamingCall<ListRequest, ListResponse> {
  return (call) => {
    const { request } = call;
    void (async () => {
      try {
        for await (const { id, name } of found(session, request)) {
          const result = new ListResponse.Result().setId(id).setName(name);
          call.write(new ListResponse().setResult(result));
        }
        call.end();
      } catch (error) {
        call.emit("error", serviceErrorOf(error));
      }
    })();
  };
}

function found(
  session: PluginSession,
  request: ListRequest,
): AsyncIterable<{ readonly id: string; readonly name: string }> {
  const { type, imports } = definitionOfToken(request.getToken());
  if (imports === undefined) throw new RpcFailure(`${type} cannot be listed`, codes.UNIMPLEMENTED);
  if (Object.keys(open(request.getQuery()).values).length > 0) {
    throw new RpcFailure(`a listing of ${type} takes no query`, codes.INVALID_ARGUMENT);
  }
  return imports.list(session.connection().api, request.getLimit() || DEFAULT_LIMIT);
}
