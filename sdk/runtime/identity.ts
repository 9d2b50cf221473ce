// The identity of a resource, as far as a program knows it: it makes the job recognisable.
import { createHash } from "node:crypto";

import * as pulumi from "@pulumi/pulumi";

const ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";

/**
 * Two short hashes, `<stack>.<resource>`: of organisation, project and stack, and of type, parents
 * and name. The provider spells them the same way (`shortHash`).
 */
export function ownerOf(type: string, name: string, parent: pulumi.Resource | undefined): string {
  return `${stackOwner()}.${shortHash([type, parentTypes(parent), name])}`;
}

/** The hash of the stack that the program runs for. */
export function stackOwner(): string {
  return shortHash([organization(), pulumi.getProject(), pulumi.getStack()]);
}

/** The stack as messages name it: `project/stack`. */
export function shortStackName(): string {
  return `${pulumi.getProject()}/${pulumi.getStack()}`;
}

/** `organization/project/stack` */
export function stackName(): string {
  return [organization(), pulumi.getProject(), pulumi.getStack()].join("/");
}

/** Under mocks there may be none, and asking for it fails. */
function organization(): string {
  try {
    return pulumi.getOrganization();
  } catch {
    return "";
  }
}

/** A component counts by the type that it had in version 0.1.0: markers are made of it. */
const COMPONENT = /^dispersed:index:(?=(DevBox|BatchRun|JobFleet)$)/;

/** The types of all parents but the stack, as a URN has them. */
function parentTypes(parent: pulumi.Resource | undefined): string {
  const types: string[] = [];
  for (let each = parent; each !== undefined; each = lineage(each).__parentResource) {
    const type = lineage(each).__pulumiType;
    if (type !== undefined && type !== "pulumi:pulumi:Stack") types.unshift(type);
  }
  return types.map((type) => type.replace(COMPONENT, "dispersed:components:")).join("$");
}

/** What every resource of the SDK knows of itself, and does not publish. */
function lineage(resource: pulumi.Resource): {
  readonly __pulumiType?: string;
  readonly __parentResource?: pulumi.Resource;
} {
  return resource as object;
}

function shortHash(parts: readonly string[]): string {
  const bytes = createHash("sha256").update(parts.join("\0")).digest();
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, "0")).join("");
  return Array.from(
    { length: 8 },
    (_, index) => ALPHABET[Number.parseInt(bits.slice(index * 5, index * 5 + 5), 2)] ?? "",
  ).join("");
}
