// What an update is known to leave in the outputs of a quorum. Pure.
import type { Properties } from "../schema/types";
import { DEFAULT_SSH_USER } from "../job/inputs";
import { readSettings } from "../job/settings";
import { sshLogin } from "../job/outputsFromApi";
import { meaningOf } from "../schema/meaning";
import { containsUnknown, UNKNOWN } from "../schema/unknown";
import { quorumDrift } from "./drift";
import { quorumInputs } from "./inputs";
import { quorumOutputs, readQuorumState } from "./outputs";

/** The outputs, besides the inputs, that an update leaves: `UNKNOWN` where it may change them. */
export function planQuorumUpdate(outputs: Properties, inputs: Properties): Properties {
  const names = Object.keys(quorumOutputs.shape);
  if (mayMove(outputs, inputs)) {
    const unknown = Object.fromEntries(names.map((name) => [name, UNKNOWN]));
    return { ...unknown, apiOrigin: outputs["apiOrigin"] ?? UNKNOWN };
  }
  const facts = Object.fromEntries(names.map((name) => [name, outputs[name]]));
  return { ...facts, ssh: sshAfter(outputs, inputs) };
}

/** Inputs that decide which stage the jobs are in. */
const DECISIVE = ["jobs", "need", "waitFor"];

/** Whether the jobs are different, or may be in other states by then. */
function mayMove(outputs: Properties, inputs: Properties): boolean {
  const { jobs, waitFor } = quorumInputs.shape;
  const { late = [] } = readQuorumState(outputs);
  return (
    DECISIVE.some((name) => containsUnknown(inputs[name])) ||
    meaningOf(jobs, outputs["jobs"]) !== meaningOf(jobs, inputs["jobs"]) ||
    meaningOf(waitFor, outputs["waitFor"]) !== meaningOf(waitFor, inputs["waitFor"]) ||
    late.length > 0 ||
    quorumDrift(outputs, inputs).length > 0
  );
}

function sshAfter(outputs: Properties, inputs: Properties): unknown {
  if (containsUnknown(inputs["sshUser"])) return UNKNOWN;
  const { ssh = {} } = readQuorumState(outputs);
  const { sshUser = DEFAULT_SSH_USER } = readSettings(inputs);
  return Object.fromEntries(
    Object.entries(ssh).map(([name, { host, port }]) => [name, sshLogin(host, port, sshUser)]),
  );
}
