import * as pulumi from "@pulumi/pulumi";

import { noteForEstimate } from "./estimate";
import { ownerOf, shortStackName } from "./identity";
import {
  afterTransformations,
  askLate,
  behindTransforms,
  saysSame,
  toldBy,
  type Context,
} from "./lateOptions";
import { warnOfPlainKey } from "./plaintextKeyWarning";
import { requireKnownSettings } from "./unknownSettings";
import { secretNames } from "../secretNames";
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

/**
 * Prepares a resource of this package. The state holds the address of its code, not the code.
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
  requireKnownSettings();
  warnOfPlainKey();
  noteForEstimate(shape.type, name, args, opts);
  const id = ownerOf(shape.type, name, opts.parent);
  const preview = pulumi.runtime.isDryRun() ? { preview: true } : {};
  const early = toldBy({ name, id, stack: shortStackName(), ...preview }, opts);
  const declared = [...shape.inputs, ...shape.outputs].map((property) => [property, undefined]);
  const last: pulumi.ResourceTransformation = ({ props, opts: late }) => {
    const told = toldBy(early, late);
    if (saysSame(told, early) && props === properties)
      return { props, opts: withOurs(shape, late) };
    const __context = withSecretNames(behindTransforms(told, late), props, shape);
    return { props: { ...props, __context }, opts: withOurs(shape, late) };
  };
  const type = `pulumi-nodejs:dynamic/dispersed:${shape.type}`;
  askLate(type, id, { repeatedInputs: shape.repeatedInputs, opts });
  const properties = {
    // What is not named here does not become an output of the object.
    ...(Object.fromEntries(declared) as Record<string, undefined>),
    ...withSecrets(args, shape.secretInputs),
    __provider: `exports.handler=()=>require("pulumi-dispersed/host").provider("${shape.type}")`,
    __context: withSecretNames(behindTransforms(early, opts), args, shape),
  };
  return {
    type,
    properties,
    options: pulumi.mergeOptions(withOurs(shape, opts), {
      transformations: [afterTransformations(last)],
    }),
  };
}

/** The context with the names of the inputs that are secrets and that outputs repeat. */
function withSecretNames(
  context: pulumi.Input<Context>,
  props: object,
  { repeatedInputs }: ResourceShape,
): pulumi.Input<Context> {
  const names = secretNames(props as Readonly<Record<string, unknown>>, repeatedInputs);
  if (names === undefined) return context;
  return pulumi.output(context).apply(async (known) => {
    const secrets = await names;
    return secrets.length === 0 ? known : { ...known, secrets };
  });
}

/** Options with what this package asks for where they are silent. */
function withOurs(
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
