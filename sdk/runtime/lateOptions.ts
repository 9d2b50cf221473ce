// Some facts that a dynamic provider does not learn from the engine are read from the options of a
// resource. Transforms change these after the constructor of this package has read them. So they
// are read once more after the last transform, of either kind:
// - `transformations` run in the constructor of the SDK: the resource's own, then its parents', then
//   the stack's. A last one joins the list that is being worked through.
// - `transforms` are asked for by the engine, in the same order. Our own stack transform is
// registered after those that exist, and only where a program has any: each transform costs every
// resource of the program a call.
import * as pulumi from "@pulumi/pulumi";
import { secretNames } from "../secretNames";
import * as sdkState from "@pulumi/pulumi/runtime/state";

/** The hidden input of a resource; see `provider/resources/schema/hiddenContext.ts`. */
export type Context = Readonly<Record<string, unknown>>;

const CONTEXT = "__context";

/** What a resource knows of itself, and the SDK does not publish. */
interface Transformed {
  __transformations?: readonly pulumi.ResourceTransformation[];
}

/** A context that says what the options say. */
export function toldBy(
  context: Context,
  { customTimeouts, retainOnDelete }: pulumi.CustomResourceOptions,
): Context {
  const others = Object.entries(context).filter(([name]) => !["timeouts", "retain"].includes(name));
  // A transform receives an empty text for what is not set.
  const given = Object.entries(customTimeouts ?? {}).filter(([, text]) => Boolean(text));
  const timeouts = given.length === 0 ? [] : [["timeouts", Object.fromEntries(given)] as const];
  const retain = retainOnDelete === true ? [["retain", true] as const] : [];
  return Object.fromEntries([...others, ...timeouts, ...retain]);
}

/** Whether two contexts say the same. */
export function saysSame(one: Context, other: Context): boolean {
  return textOf(one) === textOf(other);
}

function textOf({ timeouts, ...rest }: Context): string {
  const sorted = (value: unknown): unknown => Object.entries(value ?? {}).sort();
  return JSON.stringify([sorted(rest), sorted(timeouts)]);
}

/**
 * A transformation for the options of one resource, after which `last` runs: behind all others.
 *
 * @param last is not run where the SDK no longer keeps its list as it does today.
 */
export function afterTransformations(
  last: pulumi.ResourceTransformation,
): pulumi.ResourceTransformation {
  let own: pulumi.Resource | undefined;
  const first: pulumi.ResourceTransformation = ({ resource }) => {
    // A child of the resource inherits the list.
    if (own !== undefined) return undefined;
    own = resource;
    const { __transformations: list } = resource as Transformed;
    if (!Array.isArray(list)) return undefined;
    (list as pulumi.ResourceTransformation[]).push(last);
    // Another list for the children, without these two.
    const others = list.filter((each) => each !== first && each !== last);
    (resource as Transformed).__transformations = others;
    return undefined;
  };
  return first;
}

/** The context of a resource, ready when no transform that is there now can run behind our own. */
export function behindTransforms(
  context: Context,
  { parent, transforms = [] }: pulumi.CustomResourceOptions,
): pulumi.Input<Context> {
  if (parent === undefined && transforms.length === 0 && callbacksInUse() === undefined) {
    return context;
  }
  return pulumi.output(settled(context, parent, transforms.length > 0));
}

async function settled(
  context: Context,
  parent: pulumi.Resource | undefined,
  hasOwn: boolean,
): Promise<Context> {
  // A parent registers its transforms before it has a URN.
  if (parent !== undefined) await pulumi.runtime.serializeProperty("parent", parent.urn);
  const callbacks = callbacksInUse() ?? (hasOwn ? pulumi.runtime.getCallbacks() : undefined);
  if (callbacks !== undefined) await requireLast(callbacks);
  return context;
}

/** Transforms of a program; the SDK makes this with the first of them. */
type Callbacks = NonNullable<ReturnType<typeof pulumi.runtime.getCallbacks>>;

function callbacksInUse(): Callbacks | undefined {
  const { getStore } = sdkState as { getStore?: () => { readonly callbacks?: Callbacks } };
  return getStore?.().callbacks;
}

/** Our transform, by the program that it was registered for: one process may run several. */
const registered = new WeakMap<Callbacks, Promise<void>>();

/** Registers our transform once behind those that are on their way. */
function requireLast(callbacks: Callbacks): Promise<void> {
  const known = registered.get(callbacks);
  if (known !== undefined) return known;
  const registering = callbacks.awaitStackRegistrations().then(() => {
    callbacks.registerStackTransform(readLate);
    return callbacks.awaitStackRegistrations();
  });
  registered.set(callbacks, registering);
  return registering;
}

/** What a resource asked for before the transforms ran. */
interface Asked {
  readonly repeatedInputs?: readonly string[];
  readonly isDeletedFirst?: boolean;
  readonly secretOutputs?: readonly string[];
}

const askedFor = new Map<string, Asked>();

function keyOf(type: string, id: unknown): string {
  return `${type} ${String(id)}`;
}

/** Remembers what a resource asks for, to see after the transforms what became of it. */
export function askLate(
  type: string,
  id: string,
  {
    repeatedInputs,
    opts: { deleteBeforeReplace = true, additionalSecretOutputs = [] },
  }: {
    readonly repeatedInputs: readonly string[];
    readonly opts: pulumi.CustomResourceOptions;
  },
): void {
  askedFor.set(keyOf(type, id), {
    repeatedInputs,
    isDeletedFirst: deleteBeforeReplace,
    secretOutputs: additionalSecretOutputs,
  });
}

/** A transform may drop options, on purpose or not. It is unknown which, so a warning says so. */
function warnOfLosses(
  name: string,
  { isDeletedFirst = false, secretOutputs = [] }: Asked,
  { deleteBeforeReplace, additionalSecretOutputs = [] }: pulumi.CustomResourceOptions,
): void {
  const hand = "Hand the options on in the transform: `pulumi.mergeOptions(opts, { … })`.";
  if (isDeletedFirst && deleteBeforeReplace !== true) {
    void pulumi.log.warn(
      `${name}: a transform has taken \`deleteBeforeReplace: true\` away. \`--replace\` and a taint ` +
        `then buy the new job before they end the old one. ${hand}`,
    );
  }
  const lost = secretOutputs.filter((output) => !additionalSecretOutputs.includes(output));
  if (lost.length > 0) {
    void pulumi.log.warn(
      `${name}: a transform has taken \`additionalSecretOutputs\` away: ${lost.join(", ")}. What the ` +
        `schema does not call secret is in plain text in the state. ${hand}`,
    );
  }
}

/** Reads the options of a resource of this package behind all transforms. */
const readLate: pulumi.ResourceTransform = async ({ type, name, props, opts }) => {
  if (!type.startsWith("pulumi-nodejs:dynamic/dispersed:")) return undefined;
  const known: unknown = await pulumi.runtime.serializeProperty(CONTEXT, props[CONTEXT]);
  if (typeof known !== "object" || known === null) return undefined;
  const context = known as Context;
  const { repeatedInputs = [], ...asked } = askedFor.get(keyOf(type, context["id"])) ?? {};
  warnOfLosses(name, asked, opts);
  const secrets = (await secretNames(props, repeatedInputs)) ?? [];
  const told = toldBy({ ...context, secrets: secrets.length === 0 ? undefined : secrets }, opts);
  if (saysSame(told, known as Context)) return undefined;
  // Without options the engine keeps those that it has; handing them on would lose what this SDK
  // does not know.
  return { props: { ...props, [CONTEXT]: told } } as unknown as pulumi.ResourceTransformResult;
};
