// The resource options of a component, as the engine passes them on.
import * as pulumi from "@pulumi/pulumi";
import type { Alias } from "@pulumi/pulumi/proto/alias_pb";
import type { ConstructRequest } from "@pulumi/pulumi/proto/provider_pb";

import { internals } from "./sdkInternals";

/** The options that the program gave. */
export function optionsOf(request: ConstructRequest): pulumi.ComponentResourceOptions {
  const { DependencyResource, DependencyProviderResource } = internals;
  const byName = request.getProvidersMap().toArray();
  const parent = request.getParent();
  const deletedWith = request.getDeletedwith();
  const trigger = request.getReplacementTrigger();
  const replaceWith = request.getReplaceWithList().map((urn) => new DependencyResource(urn));
  const hooks = internals.hookBindingFromProto(request.getResourceHooks());
  return {
    aliases: request.getAliasesList().map(aliasOf),
    dependsOn: request.getDependenciesList().map((urn) => new DependencyResource(urn)),
    providers: Object.fromEntries(
      byName.map(([name, reference]) => [name, new DependencyProviderResource(reference)]),
    ),
    ignoreChanges: request.getIgnorechangesList(),
    replaceOnChanges: request.getReplaceonchangesList(),
    ...(parent === "" ? {} : { parent: new DependencyResource(parent) }),
    ...(request.hasProtect() ? { protect: request.getProtect() === true } : {}),
    ...(request.hasRetainondelete()
      ? { retainOnDelete: request.getRetainondelete() === true }
      : {}),
    ...(deletedWith === "" ? {} : { deletedWith: new DependencyResource(deletedWith) }),
    ...(trigger === undefined
      ? {}
      : { replacementTrigger: internals.deserializeProperty(trigger.toJavaScript(), true) }),
    ...(replaceWith.length === 0 ? {} : { replaceWith }),
    ...(hooks === undefined ? {} : { hooks }),
    ...timeoutsOf(request),
  };
}

/** An alias as a program would write it. The SDK's own server drops the type. */
function aliasOf(alias: Alias): string | pulumi.Alias {
  const spec = alias.getSpec();
  if (spec === undefined) return alias.getUrn();
  const parts = {
    name: spec.getName(),
    type: spec.getType(),
    project: spec.getProject(),
    stack: spec.getStack(),
    ...(spec.hasParenturn() ? { parent: spec.getParenturn() } : {}),
  };
  const given = Object.fromEntries(Object.entries(parts).filter(([, part]) => part !== ""));
  return spec.getNoparent() ? { ...given, parent: pulumi.rootStackResource } : given;
}

function timeoutsOf(
  request: ConstructRequest,
): Pick<pulumi.ComponentResourceOptions, "customTimeouts"> {
  const limits = request.getCustomtimeouts()?.toObject() ?? {};
  const given = Object.entries(limits).filter(([, limit]) => limit !== "");
  return given.length === 0 ? {} : { customTimeouts: Object.fromEntries(given) };
}
