import { ErrorResourceInitFailed } from "@pulumi/pulumi/proto/provider_pb";

import type { ResourceDefinition } from "../../resources/contract/definition";
import { isPartialFailure } from "../../resources/contract/partialFailure";
import { codeOf, RpcFailure } from "./rpcError";
import type { Seal } from "./sealing";

/**
 * Runs a create or an update. If it fails although the resource exists, the engine receives all
 * that it needs to keep the resource.
 */
export async function keeping<T>(
  definition: ResourceDefinition,
  seal: Seal,
  operation: () => Promise<T>,
): Promise<T> {
  try {
    return await operation();
  } catch (thrown) {
    if (!isPartialFailure(thrown)) throw thrown;
    const message = new ErrorResourceInitFailed()
      .setId(thrown.id)
      .setProperties(seal(thrown.outputs))
      .setReasonsList([...thrown.reasons])
      .setRefreshBeforeUpdate(definition.mayChange?.(thrown.outputs) ?? true);
    const detail = { name: "pulumirpc.ErrorResourceInitFailed", message };
    throw new RpcFailure(thrown.message, codeOf(thrown.cause), detail);
  }
}
