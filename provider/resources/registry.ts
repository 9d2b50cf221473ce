import type { ResourceDefinition } from "./definition";
import { jobDefinition } from "./job";
import { jobFromRecipeDefinition } from "./jobFromRecipe";
import { sshKeyDefinition } from "./sshKey";
import { jobQuorumDefinition } from "./quorum/jobQuorum";

/** Every resource of this package. The names stand in users' states: none is ever removed. */
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
