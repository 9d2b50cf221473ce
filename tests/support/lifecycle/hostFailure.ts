import { decodeObject } from "../../../provider/host/propertyValues";
import { HostError } from "../providerCalls";
import { OperationFailed } from "./driver";

/** Runs a call over gRPC, and returns its failure as the engine understands it. */
export async function asEngineHears<T>(operation: () => Promise<T>): Promise<T> {
  try {
    return await operation();
  } catch (thrown) {
    if (!(thrown instanceof HostError)) throw thrown;
    const { kept, message } = thrown;
    throw new OperationFailed(
      message,
      kept && { id: kept.id, outputs: decodeObject(kept.properties), reasons: kept.reasons },
    );
  }
}
