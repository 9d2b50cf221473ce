// What `provider/resources` knows of a resource besides its properties. The SDK of the dynamic
// provider writes it into the hidden input; here it comes from the engine, and `check` writes it.
import { createHash } from "node:crypto";

import {
  CONTEXT,
  contextOf,
  contextProperty,
  withGeneration,
} from "../../resources/schema/hiddenContext";
import { componentOf } from "../../resources/components/registry";
import type { Properties } from "../../resources/schema/types";
import { base32, shortHash } from "../../resources/job/shortHash";

/** What `check` knows of a resource. */
export interface Checked {
  /** Logical name. */
  readonly name: string;
  readonly urn: string;
  /** The inputs of the resource that is there already; empty for a new one. */
  readonly olds: Properties;
  /** The engine's random bytes for this resource; the same ones when a plan is carried out. */
  readonly randomSeed: Uint8Array;
}

/** The inputs with their hidden part. */
export function withNativeContext(
  inputs: Properties,
  { name, urn, olds, randomSeed }: Checked,
): Properties {
  const told = { ...inputs, [CONTEXT]: contextProperty({ name, owner: ownerOf(urn) }) };
  const seed = createHash("sha256").update(urn).update(randomSeed);
  return withGeneration(told, olds, () => base32(seed.digest(), 10));
}

/** Properties whose hidden part says how long one operation may take; 0 is no limit of the user's. */
export function withTimeout(
  properties: Properties,
  operation: "create" | "update" | "delete",
  seconds: number,
): Properties {
  const timeouts = seconds > 0 ? { [operation]: `${seconds}s` } : undefined;
  return { ...properties, [CONTEXT]: contextProperty({ ...contextOf(properties), timeouts }) };
}

/**
 * Properties as the state keeps them. The engine sends deadlines with each request, so the state
 * needs none. A state of the dynamic provider has some.
 */
export function withoutTimeouts(properties: Properties): Properties {
  if (contextOf(properties).timeouts === undefined) return properties;
  return withTimeout(properties, "create", 0);
}

/** The organisation of every stack whose backend is files. The engine sends no provider another. */
const ORGANIZATION = "organization";

/** The stack of a resource as messages name it: `project/stack`. */
export function stackNameOf(urn: string): string {
  const { stack, project } = partsOf(urn);
  return `${project}/${stack}`;
}

/** `<stack>.<resource>`, exactly as the SDK of the dynamic provider builds it. */
export function ownerOf(urn: string): string {
  const { stack, project, types, name } = partsOf(urn);
  const chain = types.split("$").map((type) => type.replace(OURS, ""));
  const parents = types
    .split("$")
    .slice(0, -1)
    .map((type) =>
      type.replace(
        OURS,
        componentOf(type) === undefined
          ? "pulumi-nodejs:dynamic/dispersed:"
          : // The type that a component had in version 0.1.0.
            "dispersed:components:",
      ),
    );
  const resource = shortHash([chain.at(-1) ?? "", parents.join("$"), name]);
  return `${shortHash([ORGANIZATION, project, stack])}.${resource}`;
}

/** `urn:pulumi:<stack>::<project>::<parents>$<type>::<name>` */
function partsOf(urn: string): Readonly<Record<"stack" | "project" | "types" | "name", string>> {
  const [stack = "", project = "", types = "", ...name] = urn
    .replace(/^urn:pulumi:/, "")
    .split("::");
  return { stack, project, types, name: name.join("::") };
}

const OURS = /^dispersed:index:/;
