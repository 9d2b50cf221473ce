import * as pulumi from "@pulumi/pulumi";

import { withSecrets } from "./secrets";

/** What the generated class of a resource knows about itself. */
export interface ResourceShape {
  /** Name without package and module, such as `Job`. */
  readonly type: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** Paths of inputs that are secrets even when they are given plain. */
  readonly secretInputs: readonly string[];
  /** Outputs that are secrets. */
  readonly secretOutputs: readonly string[];
}

/** A resource of this package: its code lives in the host, the state holds only the address. */
export abstract class DispersedResource extends pulumi.CustomResource {
  protected constructor(
    shape: ResourceShape,
    name: string,
    args: object,
    opts: pulumi.CustomResourceOptions = {},
  ) {
    const declared = [...shape.inputs, ...shape.outputs].map((property) => [property, undefined]);
    const props = {
      // What is not named here does not become an output of the object.
      ...(Object.fromEntries(declared) as Record<string, undefined>),
      ...withSecrets(args, shape.secretInputs),
      __provider: `exports.handler=()=>require("pulumi-dispersed/host").provider("${shape.type}")`,
      __context: contextOf(name, opts),
    };
    const defaults: pulumi.CustomResourceOptions = {
      // A taint or `--replace` never asks the provider for the order, and two jobs must not bill
      // at once.
      deleteBeforeReplace: opts.deleteBeforeReplace ?? true,
      additionalSecretOutputs: [...shape.secretOutputs],
    };
    super(
      `pulumi-nodejs:dynamic/dispersed:${shape.type}`,
      name,
      props,
      pulumi.mergeOptions(opts, defaults),
    );
  }
}

/** What the engine does not tell a dynamic provider. */
function contextOf(name: string, opts: pulumi.CustomResourceOptions): object {
  const { customTimeouts } = opts;
  return customTimeouts === undefined ? { name } : { name, timeouts: { ...customTimeouts } };
}
