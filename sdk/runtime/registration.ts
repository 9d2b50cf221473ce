import type * as pulumi from "@pulumi/pulumi";

import { dynamicRegistration } from "./dynamicRegistration";
import type { Registration, ResourceShape } from "./resourceShape";

/** Prepares a resource of this package. */
type Register = (
  shape: ResourceShape,
  name: string,
  args: object,
  opts: pulumi.CustomResourceOptions,
) => Registration;

let register: Register = dynamicRegistration;

/**
 * Has every resource that is made from now on prepared in another way: the plugin's worker makes the components of this
 * package of the plugin's own resources.
 *
 * @internal
 */
export function registerBy(other: Register): void {
  register = other;
}

/**
 * Prepares a resource of this package.
 *
 * A function and not a base class: the engine takes the caller of the resource's own constructor
 * for the place in the program that declares the resource.
 */
export function registration(
  shape: ResourceShape,
  name: string,
  args: object,
  opts: pulumi.CustomResourceOptions = {},
): Registration {
  return register(shape, name, args, opts);
}
