// A resource of the plugin, as the children of a component are. The dynamic provider's resources of the same program in
// TypeScript have another type, which each of them names as its alias.
import * as pulumi from "@pulumi/pulumi";

import {
  declaredProperties,
  withOurs,
  type Registration,
  type ResourceShape,
} from "../sdk/runtime/resourceShape";

/** Prepares a resource of the plugin. */
export function nativeRegistration(
  shape: ResourceShape,
  _name: string,
  args: object,
  opts: pulumi.CustomResourceOptions,
): Registration {
  return {
    type: `dispersed:index:${shape.type}`,
    properties: declaredProperties(shape, args),
    options: pulumi.mergeOptions(withOurs(shape, opts), {
      aliases: [{ type: `pulumi-nodejs:dynamic/dispersed:${shape.type}` }],
    }),
  };
}
