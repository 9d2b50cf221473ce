import type * as pulumi from "@pulumi/pulumi";

/**
 * The options of a component's child. What Pulumi hands down by itself, such as `provider` and
 * `protect`, is not repeated. Deadlines, the triggers of a replacement and hooks for errors it does not
 * hand down, and a component itself has no use for them.
 */
export function childOptions(
  parent: pulumi.ComponentResource,
  { customTimeouts, replacementTrigger, replaceWith, hooks }: pulumi.ComponentResourceOptions,
): pulumi.CustomResourceOptions {
  const onError = hooks?.onError ?? [];
  return {
    parent,
    ...(customTimeouts === undefined ? {} : { customTimeouts }),
    ...(replacementTrigger === undefined
      ? {}
      : { replacementTrigger: replacementTrigger as unknown }),
    ...(replaceWith === undefined ? {} : { replaceWith }),
    ...(onError.length === 0 ? {} : { hooks: { onError } }),
  };
}
