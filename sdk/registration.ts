import * as pulumi from "@pulumi/pulumi";

import { noteForEstimate } from "./estimate";
import { ownerOf } from "./identity";
import { warnOfPlainKey } from "./plainKey";
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

/** What a resource class hands to the engine's own base class. */
export interface Registration {
  readonly type: string;
  readonly properties: Record<string, unknown>;
  readonly options: pulumi.CustomResourceOptions;
}

/**
 * Prepares a resource of this package. The state holds the address of its code, not the code.
 *
 * A function and not a base class: the engine takes the caller of the resource's own constructor
 * as the place in the program where the resource stands.
 */
export function registration(
  shape: ResourceShape,
  name: string,
  args: object,
  opts: pulumi.CustomResourceOptions = {},
): Registration {
  warnOfPlainKey();
  noteForEstimate(shape.type, name, args, opts);
  const declared = [...shape.inputs, ...shape.outputs].map((property) => [property, undefined]);
  const options: pulumi.CustomResourceOptions = {
    // A taint or `--replace` never asks the provider for the order, and two jobs must not bill at
    // once.
    deleteBeforeReplace: opts.deleteBeforeReplace ?? true,
    additionalSecretOutputs: [...shape.secretOutputs],
  };
  return {
    type: `pulumi-nodejs:dynamic/dispersed:${shape.type}`,
    properties: {
      // What is not named here does not become an output of the object.
      ...(Object.fromEntries(declared) as Record<string, undefined>),
      ...withSecrets(args, shape.secretInputs),
      __provider: `exports.handler=()=>require("pulumi-dispersed/host").provider("${shape.type}")`,
      __context: contextOf(shape.type, name, opts),
    },
    options: pulumi.mergeOptions(opts, options),
  };
}

/** What the engine does not tell a dynamic provider. */
function contextOf(type: string, name: string, opts: pulumi.CustomResourceOptions): object {
  const { customTimeouts, parent } = opts;
  return {
    name,
    id: ownerOf(type, name, parent),
    ...(pulumi.runtime.isDryRun() ? { preview: true } : {}),
    ...(customTimeouts === undefined ? {} : { timeouts: { ...customTimeouts } }),
  };
}
