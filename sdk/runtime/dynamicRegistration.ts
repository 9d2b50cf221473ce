// A resource of a TypeScript program: one of Pulumi's dynamic provider, whose code is `pulumi-dispersed/host`.
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
import {
  declaredProperties,
  withOurs,
  type Registration,
  type ResourceShape,
} from "./resourceShape";

/** Prepares a resource of the dynamic provider. The state holds the address of its code, not the code. */
export function dynamicRegistration(
  shape: ResourceShape,
  name: string,
  args: object,
  opts: pulumi.CustomResourceOptions,
): Registration {
  requireKnownSettings();
  warnOfPlainKey();
  noteForEstimate(shape.type, name, args, opts);
  const id = ownerOf(shape.type, name, opts.parent);
  const preview = pulumi.runtime.isDryRun() ? { preview: true } : {};
  const early = toldBy({ name, id, stack: shortStackName(), ...preview }, opts);
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
    ...declaredProperties(shape, args),
    __provider: `exports.handler=()=>require("pulumi-dispersed/host").provider("${shape.type}")`,
    __context: withSecretNames(behindTransforms(early, opts), args, shape),
  };
  return {
    type,
    properties,
    options: pulumi.mergeOptions(withOurs(shape, opts), {
      // Of the plugin, so that a program can move back from another language.
      aliases: [{ type: `dispersed:index:${shape.type}` }],
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
