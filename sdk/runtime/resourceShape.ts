import type * as pulumi from "@pulumi/pulumi";

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
  /** Inputs that outputs repeat. */
  readonly repeatedInputs: readonly string[];
}

/** What a resource class hands to the engine's own base class. */
export interface Registration {
  readonly type: string;
  readonly properties: Record<string, unknown>;
  readonly options: pulumi.CustomResourceOptions;
}

/** The inputs with their secrets marked, and every other property, so that it becomes an output of the object. */
export function declaredProperties(shape: ResourceShape, args: object): Record<string, unknown> {
  const declared = [...shape.inputs, ...shape.outputs].map((property) => [property, undefined]);
  return {
    ...(Object.fromEntries(declared) as Record<string, undefined>),
    ...withSecrets(args, shape.secretInputs),
  };
}

/** Options with what this package asks for where they are silent. */
export function withOurs(
  { secretOutputs }: ResourceShape,
  opts: pulumi.CustomResourceOptions,
): pulumi.CustomResourceOptions {
  const { deleteBeforeReplace = true, additionalSecretOutputs = [] } = opts;
  return {
    ...opts,
    // A taint or `--replace` never asks the provider for the order, and two jobs must not bill at
    // once.
    deleteBeforeReplace,
    additionalSecretOutputs: [...new Set([...additionalSecretOutputs, ...secretOutputs])],
  };
}
