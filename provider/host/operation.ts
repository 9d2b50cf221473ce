// What both adapters do around an operation on a resource.
import type { Log } from "../api/log";
import { createRedactor, type Redact } from "../api/errors/redact";
import { contextOf } from "../resources/schema/hiddenContext";
import type { ResourceDefinition } from "../resources/contract/definition";
import type { ResourceEffects } from "../resources/contract/effects";
import type { Properties } from "../resources/schema/types";
import { definitionOf } from "../resources/registry";
import { warnOfKilledPurchases } from "../resources/purchase/killedPurchasesOfStack";
import { secretsIn } from "../resources/schema/secrets";
import type { Connection } from "./providerProcess";
import type { NewJob } from "../resources/pricing/stackCap";
import type { ProcessJobs } from "../resources/account/processJobs";

/**
 * The definition of a type such as `Job`.
 *
 * @throws Error for a type that this version does not have.
 */
export function requireDefinition(type: string): ResourceDefinition {
  const definition = definitionOf(type);
  if (definition !== undefined) return definition;
  throw new Error(`pulumi-dispersed has no resource ${type}: is the package older than the state?`);
}

/** The effects for one operation: those of the process, with the resource's name and secrets. */
export function resourceEffects<C extends Connection>(
  connection: C,
  definition: ResourceDefinition,
  properties: Properties,
  log: Log,
): C & ResourceEffects {
  const { secretKey } = connection.api.config;
  const redact = createRedactor([secretKey.value, ...secretsIn(definition, properties)]);
  return { ...connection, redact, log: cleaned(log, properties, redact) };
}

/**
 * Deletes a resource, after a word about jobs that deleting the stack does not end.
 *
 * @param owner of the resource, where the engine shows it.
 */
export async function deleteResource(
  definition: ResourceDefinition,
  effects: ResourceEffects,
  id: string,
  outputs: Properties,
  owner?: string,
): Promise<void> {
  warnOfKilledPurchases(effects, outputs, owner);
  await definition.delete(effects, id, outputs);
}

/** The log for an operation on properties that needs no connection. */
export function resourceLog(definition: ResourceDefinition, properties: Properties, log: Log): Log {
  return cleaned(log, properties, createRedactor(secretsIn(definition, properties)));
}

/** The inputs that a user can write: hidden ones begin with two underscores. */
export function withoutHidden(inputs: Properties): Properties {
  return Object.fromEntries(Object.entries(inputs).filter(([name]) => !name.startsWith("__")));
}

/** Whether a read has only the id: there are no properties that a user can see. */
export function isLookUp(properties: Properties): boolean {
  return Object.keys(withoutHidden(properties)).length === 0;
}

/**
 * What a check knows of the job that is bought for its inputs; `undefined` for a resource that has one.
 *
 * @param olds the old inputs: the engine checks a replacement as it checks a new resource, without them.
 * @param owner of the resource.
 */
export function newJobFor(
  processJobs: ProcessJobs,
  olds: Properties,
  capUsd: number | undefined,
  owner: string | undefined,
): NewJob | undefined {
  if (!isLookUp(olds)) return undefined;
  const isReplaced = (uuid: string): boolean =>
    owner !== undefined && processJobs.isHeldBy(uuid.toLowerCase(), owner);
  return { capUsd, isReplaced };
}

/** The property that a path such as `container.ports[1]` begins with. */
export function topLevel({ path }: { readonly path: string }): string {
  return /^[^.[]*/.exec(path)?.[0] ?? path;
}

/** The message for a resource that a read did not find. */
export function goneWords(id: string): string {
  return `the job ${id} is gone: the service no longer knows it`;
}

/** A log with the resource's name in front of every line, and its secrets hidden. */
function cleaned(log: Log, properties: Properties, redact: Redact): Log {
  const { name } = contextOf(properties);
  const prefix = name === undefined ? "" : `${name}: `;
  const clean = (message: string): string => redact(`${prefix}${message}`);
  return {
    debug: (message) => log.debug(clean(message)),
    info: (message) => log.info(clean(message)),
    warn: (message) => log.warn(clean(message)),
    status: (message) => log.status(clean(message)),
  };
}
