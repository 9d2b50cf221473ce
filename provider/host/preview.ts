// What a preview knows of a resource: only what is certain.
import type { ResourceDefinition } from "../resources/contract/definition";
import type { Properties } from "../resources/schema/types";
import { UNKNOWN } from "../resources/schema/unknown";

/** Outputs that do not change as long as the resource is not replaced. */
export const lastingOutputs: readonly string[] = ["uuid", "apiOrigin", "createdAt"];

/** The outputs of a resource that is to be created at `apiOrigin`. */
export function previewCreate(
  definition: ResourceDefinition,
  inputs: Properties,
  apiOrigin: string,
): Properties {
  const origin = "apiOrigin" in definition.outputs.shape ? { apiOrigin } : {};
  return { ...unknownOutputs(definition), ...origin, ...inputs };
}

/** The outputs of a resource that is to be updated. */
export function previewUpdate(
  definition: ResourceDefinition,
  outputs: Properties,
  inputs: Properties,
  nowMs: number,
): Properties {
  return { ...definition.planUpdate(outputs, inputs, nowMs), ...inputs };
}

function unknownOutputs({ outputs }: ResourceDefinition): Properties {
  return Object.fromEntries(Object.keys(outputs.shape).map((name) => [name, UNKNOWN]));
}
