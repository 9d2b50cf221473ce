import type { ResourceDefinition } from "./contract/definition";
import { jobDefinition } from "./lifecycle/job";
import { jobFromRecipeDefinition } from "./lifecycle/jobFromRecipe";
import { sshKeyDefinition } from "./sshKey/sshKey";
import { jobQuorumDefinition } from "./quorum/jobQuorum";

/** Every resource of this package. Users' states contain the names, so none is ever removed. */
export const definitions: readonly ResourceDefinition[] = [
  jobDefinition,
  jobFromRecipeDefinition,
  sshKeyDefinition,
  jobQuorumDefinition,
];

/** The definition of a type, or `undefined` for a type that never was. */
export function definitionOf(type: string): ResourceDefinition | undefined {
  return definitions.find((definition) => definition.type === type);
}
