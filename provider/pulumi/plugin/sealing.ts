import type { Struct } from "google-protobuf/google/protobuf/struct_pb";

import type { ResourceDefinition } from "../../resources/contract/definition";
import type { Properties } from "../../resources/schema/types";
import { repeatedPaths, secretsOf } from "../../host/secretPaths";
import type { Path } from "../../host/propertyValues";
import { withoutTimeouts } from "./nativeContext";
import { close } from "./wireValues";

/** Writes a resource's properties as the engine keeps them. */
export type Seal = (properties: Properties) => Struct;

/**
 * A writer for a resource whose user gave secrets at the paths. A provider that accepts secrets has
 * to mark them itself: those of the user and those of the schema.
 */
export function sealFor(definition: ResourceDefinition, given: readonly Path[]): Seal {
  const names = given.map(([name]) => String(name));
  return (properties) => {
    const kept = withoutTimeouts(properties);
    const repeated = repeatedPaths(definition, names);
    return close(kept, [...given, ...secretsOf(definition, kept), ...repeated]);
  };
}
