// The components of the TypeScript SDK, made of the plugin's resources.
import type * as pulumi from "@pulumi/pulumi";

import { BatchRun } from "../sdk/components/batchRun";
import { DevBox } from "../sdk/components/devBox";
import { JobFleet, type JobFleetArgs } from "../sdk/components/jobFleet";
import type { BatchRunArgs } from "../sdk/generated/batchRunArgs";

/** Makes a component. Its members by the names of the schema's outputs are what the program gets. */
type Make = (
  name: string,
  args: object,
  opts: pulumi.ComponentResourceOptions,
) => pulumi.ComponentResource;

// The plugin has checked the inputs by the same table that these types are made of.
const makers: Readonly<Record<string, Make>> = {
  "dispersed:index:BatchRun": (name, args, opts) => new BatchRun(name, args as BatchRunArgs, opts),
  "dispersed:index:DevBox": (name, args, opts) => new DevBox(name, args, opts),
  "dispersed:index:JobFleet": (name, args, opts) => new JobFleet(name, args as JobFleetArgs, opts),
};

/**
 * Makes the component of a token.
 *
 * @throws RunError when its inputs cannot be used.
 */
export function makeComponent(token: string, ...made: Parameters<Make>): pulumi.ComponentResource {
  const make = makers[token];
  if (make === undefined) throw new Error(`there is no component ${token}`);
  return make(...made);
}
