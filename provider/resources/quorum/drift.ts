// Whether a quorum has to be waited for again, although no input changed. Pure.
import { contextOf } from "../schema/hiddenContext";
import type { Change, Properties } from "../schema/types";
import { containsUnknown } from "../schema/unknown";
import { neededOf, readQuorumInputs } from "./inputs";
import { readQuorumState } from "./outputs";

/**
 * A wait that failed goes on, and so does one that a refresh found unmet. Where too many have ended
 * since, their own `replaceOn` says what becomes of them: a new one comes with a new uuid.
 */
export function quorumDrift(outputs: Properties, inputs: Properties): readonly Change[] {
  const { jobs, need: wanted } = inputs;
  if ([jobs, wanted].some(containsUnknown)) return [];
  const need = neededOf(readQuorumInputs(inputs));
  const { ready = [], late = [] } = readQuorumState(outputs);
  const isOpen = ready.length < need && ready.length + late.length >= need;
  if (!isOpen && contextOf(outputs).unready !== true) return [];
  const reason = `${ready.length} of ${need} jobs are there: the wait continues`;
  return [{ path: "ready", kind: "update", replaces: false, reason }];
}
