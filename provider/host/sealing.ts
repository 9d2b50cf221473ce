import { contextOf } from "../resources/schema/hiddenContext";
import type { ResourceDefinition } from "../resources/contract/definition";
import type { Properties } from "../resources/schema/types";
import { membersOfMap, repeatedPaths, secretsOf, wholeList } from "./secretPaths";
import { encodeObject, sealObject, type PlainObject } from "./propertyValues";

/** Writes a resource's properties as Pulumi's host of dynamic providers returns them. */
export type HostSeal = (properties: Properties) => PlainObject;

/**
 * A writer that marks what the schemas call secret. The engine itself marks only what the program
 * gave as a secret, and a transform of the program may have put a plain value in its place after the
 * SDK had marked the first. Of a list the engine marks the whole, and so does this: a mark within a
 * marked list would only cost bytes. The SDK says which inputs the program gave as secrets.
 *
 * Of a map each member is marked: where the program gave a plain map, the engine (3.276, `annotateSecrets`)
 * drops the mark of a whole one.
 */
export function hostSealFor(definition: ResourceDefinition): HostSeal {
  return (properties) => {
    const { secrets = [] } = contextOf(properties);
    const paths = [
      ...secretsOf(definition, properties).map(wholeList),
      ...repeatedPaths(definition, secrets),
    ];
    return sealObject(
      encodeObject(properties),
      paths.flatMap((path) => membersOfMap(properties, path)),
    );
  };
}
