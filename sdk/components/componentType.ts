// The types of the components. They are the same in every language, so that a program can move from one to another. States
// of version 0.1.0 have others, which each component names as its alias; its children inherit it.
import * as pulumi from "@pulumi/pulumi";

type Component = "DevBox" | "BatchRun" | "JobFleet";

/** The type of a component, as states and the schema have it. */
export function componentType(component: Component): string {
  return `dispersed:index:${component}`;
}

/** The options of a component with the type that it had in version 0.1.0. */
export function componentOptions(
  component: Component,
  opts: pulumi.ComponentResourceOptions,
): pulumi.ComponentResourceOptions {
  return pulumi.mergeOptions(opts, {
    aliases: [{ type: `dispersed:components:${component}` }],
  });
}
