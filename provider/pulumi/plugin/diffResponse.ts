import { DiffResponse, PropertyDiff } from "@pulumi/pulumi/proto/provider_pb";

import type { ResourceDefinition } from "../../resources/contract/definition";
import type { Change } from "../../resources/schema/types";
import { topLevel } from "../../host/operation";
import { lastingOutputs } from "../../host/preview";

const { Kind } = PropertyDiff;
const kinds = {
  add: [Kind.ADD, Kind.ADD_REPLACE],
  update: [Kind.UPDATE, Kind.UPDATE_REPLACE],
  delete: [Kind.DELETE, Kind.DELETE_REPLACE],
} as const;

/** What differs, in the engine's words. */
export function diffAnswer(
  definition: ResourceDefinition,
  changes: readonly Change[],
): DiffResponse {
  const answer = new DiffResponse().setHasdetaileddiff(true);
  if (changes.length === 0) return answer.setChanges(DiffResponse.DiffChanges.DIFF_NONE);
  const details = answer.getDetaileddiffMap();
  for (const change of changes) {
    const [plain, replacing] = kinds[change.kind];
    const isInput = topLevel(change) in definition.inputs.shape;
    const detail = new PropertyDiff()
      .setKind(change.replaces ? replacing : plain)
      .setInputdiff(isInput);
    details.set(change.path, detail);
  }
  const replacing = changes.filter(({ replaces }) => replaces);
  return (
    answer
      .setChanges(DiffResponse.DiffChanges.DIFF_SOME)
      .setDiffsList([...new Set(changes.map(topLevel))])
      .setReplacesList([...new Set(replacing.map(topLevel))])
      .setStablesList(replacing.length === 0 ? [...lastingOutputs] : [])
      // Two jobs must not bill at once.
      .setDeletebeforereplace(true)
  );
}
