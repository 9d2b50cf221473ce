// Whether a quorum has to be waited for again, although no input changed. Pure.
import { contextOf } from "../context";
import type { Change, Properties } from "../types";
import { containsUnknown } from "../unknown";
import { neededOf, type QuorumInputs } from "./quorumInputs";
import type { QuorumOutputs } from "./quorumOutputs";

/**
 * A wait that failed goes on, and so does one that a refresh found unmet. Where too many have ended
 * since, their own `replaceOn` says what becomes of them: a new one comes with a new uuid.
 */
export function quorumDrift(outputs: Properties, inputs: Properties): readonly Change[] {
  if ([inputs["jobs"], inputs["need"]].some(containsUnknown)) return [];
  const need = neededOf(inputs as QuorumInputs);
  const { ready = [], late = [] } = outputs as Partial<QuorumOutputs>;
  const isOpen = ready.length < need && ready.length + late.length >= need;
  if (!isOpen && contextOf(outputs).unready !== true) return [];
  const reason = `${ready.length} of ${need} jobs are there: the wait goes on`;
  return [{ path: "ready", kind: "update", replaces: false, reason }];
}
