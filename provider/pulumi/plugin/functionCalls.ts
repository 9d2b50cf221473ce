import { status as codes } from "@grpc/grpc-js";
import { CheckFailure, InvokeResponse, type InvokeRequest } from "@pulumi/pulumi/proto/provider_pb";

import { checkArgs } from "../../resources/functions/checkArgs";
import { functions, functionToken } from "../../resources/functions/registry";
import { containsUnknown, UNKNOWN } from "../../resources/schema/unknown";
import { secretPathsOf } from "../../host/secretPaths";
import type { PluginSession } from "./session";
import { RpcFailure } from "./rpcError";
import { close, open } from "./wireValues";

/** Answers the functions of this package. */
export async function invoke(
  session: PluginSession,
  request: InvokeRequest,
): Promise<InvokeResponse> {
  const token = request.getTok();
  const definition = functions.find((candidate) => functionToken(candidate) === token);
  if (definition === undefined) {
    throw new RpcFailure(`pulumi-dispersed has no function ${token}`, codes.INVALID_ARGUMENT);
  }
  const { values: args } = open(request.getArgs());
  if (containsUnknown(args)) {
    const names = Object.keys(definition.outputs.shape);
    const unknown = Object.fromEntries(names.map((name) => [name, UNKNOWN]));
    return new InvokeResponse().setReturn(close(unknown, []));
  }
  const wrong = checkArgs(definition, args);
  if (wrong.length > 0) {
    return new InvokeResponse().setFailuresList(
      wrong.map(({ property, reason }) =>
        new CheckFailure().setProperty(property).setReason(reason),
      ),
    );
  }
  const { api, journal } = session.connection();
  const answer = await definition.ask(api, args, journal);
  return new InvokeResponse().setReturn(close(answer, secretPathsOf(definition.outputs, answer)));
}
