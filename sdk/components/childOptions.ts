import type * as pulumi from "@pulumi/pulumi";

/**
 * The options of a component's child. What Pulumi hands down by itself, such as `provider` and
 * `protect`, is not repeated; deadlines it does not hand down.
 */
export function childOptions(
  parent: pulumi.ComponentResource,
  { customTimeouts }: pulumi.ComponentResourceOptions,
): pulumi.CustomResourceOptions {
  return customTimeouts === undefined ? { parent } : { parent, customTimeouts };
}
