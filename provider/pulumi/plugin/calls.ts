// The calls that need the core: loaded with the first of them, and not before.
import type { handleServerStreamingCall } from "@grpc/grpc-js";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import type {
  ConstructRequest,
  ConstructResponse,
  InvokeRequest,
  InvokeResponse,
  ListRequest,
  ListResponse,
} from "@pulumi/pulumi/proto/provider_pb";

import type { EngineLifetime } from "../../host/engineLifetime";
import { constructCall } from "./constructCall";
import { configurationCalls, type ConfigurationCalls } from "./configurationCalls";
import { invoke } from "./functionCalls";
import { listCall } from "./listCall";
import { PluginSession } from "./session";
import { resourceCalls, type ResourceCalls } from "./resourceCalls";

/** The calls that the core handles. */
export interface PluginCalls extends ConfigurationCalls, ResourceCalls {
  /** An engine comes, perhaps after another one that has gone. */
  readonly attach: (engineAddress: string) => void;
  readonly invoke: (request: InvokeRequest) => Promise<InvokeResponse>;
  readonly construct: (request: ConstructRequest) => Promise<ConstructResponse>;
  readonly list: handleServerStreamingCall<ListRequest, ListResponse>;
  readonly cancel: () => Empty;
}

/** Opens a session with an engine, and answers its calls. */
export function openCalls(
  engineLifetime: EngineLifetime,
  engineAddress: string | undefined,
): PluginCalls {
  const session = new PluginSession(engineLifetime, engineAddress);
  let address = engineAddress;
  return {
    ...configurationCalls(session),
    ...resourceCalls(session),
    attach(to) {
      address = to;
      session.attach(to);
    },
    construct: constructCall(engineLifetime.signal, () => address),
    invoke: (request) => invoke(session, request),
    list: listCall(session),
    cancel() {
      session.cancel();
      return new Empty();
    },
  };
}
