// The resource JobQuorum: enough of several jobs. It owns none of them: it buys nothing, and it
// cancels nothing.
import { DispersedError } from "../../api/errors/errors";
import { CONTEXT, contextOf, contextProperty } from "../schema/hiddenContext";
import type { Existing, ResourceDefinition } from "../contract/definition";
import type { OperationContext, ResourceEffects } from "../contract/effects";
import type { Properties } from "../schema/types";
import { explainFailure } from "../contract/explainFailure";
import { confirmGone, isNotFound, currentKey } from "../account/confirmGone";
import { drawGeneration } from "../job/marker";
import { requireOrigin } from "../contract/requireOrigin";
import { durationMs } from "../job/settings";
import type { JobSnapshot } from "../job/outputsFromApi";
import { observeRuns } from "../account/fetchJobs";
import { isEnded } from "../job/status";
import { PartialFailure } from "../contract/partialFailure";
import { stackHash } from "../job/stackName";
import { quorumDrift } from "./drift";
import { quorumGoal, quorumInputs, quorumRules, readQuorumInputs } from "./inputs";
import { quorumOutputs, readQuorumState } from "./outputs";
import { planQuorumUpdate } from "./plan";
import { quorumRecord } from "./state";
import { inFull, quorumError } from "./messages";
import { gone, memberStateOf, unseen, type MemberState, type MemberStates } from "./memberState";
import { waitForQuorum } from "./waitForQuorum";

/** Enough of several jobs. */
export const jobQuorumDefinition: ResourceDefinition = {
  type: "JobQuorum",
  description:
    "Waits until enough of several jobs have reached a stage, and reports the state of each. " +
    "It owns no job: it never buys or cancels one, and deleting it does nothing. The jobs are " +
    "resources of their own, best with `waitFor: created`. The resource option " +
    "`customTimeouts` limits the wait; the default is the longest of the jobs' own timeouts.",
  inputs: quorumInputs,
  outputs: quorumOutputs,
  rules: quorumRules,
  drift: quorumDrift,
  planUpdate: planQuorumUpdate,
  recordState: () => undefined,
  async create(effects, inputs) {
    const { generation = drawGeneration(effects.entropy) } = contextOf(inputs);
    const id = `quorum-${generation}`;
    return { id, outputs: await settle(effects, id, inputs, contextOf(inputs).timeouts?.create) };
  },
  async update(effects, id, outputs, inputs) {
    const { name, timeouts } = contextOf(inputs);
    try {
      requireOrigin(effects, outputs);
    } catch (error) {
      throw explained(effects, name, error, "The state is unchanged.");
    }
    return settle(effects, id, inputs, timeouts?.update ?? timeouts?.create);
  },
  read: readQuorum,
  delete: () => Promise.resolve(),
  mayChange: (outputs) =>
    Object.values(readQuorumState(outputs).statuses ?? {}).some((status) => !isEnded(status)),
};

/** Waits, and gives the outputs; where it waited in vain they go into the failure. */
async function settle(
  effects: ResourceEffects,
  id: string,
  inputs: Properties,
  timeout: string | undefined,
): Promise<Properties> {
  const { log } = effects;
  const wanted = readQuorumInputs(inputs);
  const { jobs } = wanted;
  const goal = quorumGoal(wanted);
  const wait = await waitForQuorum(effects, jobs, goal, durationMs(timeout));
  const error = quorumError(effects, jobs, goal, wait);
  const outputs = quorumRecord(effects, inputs, wait.members, error !== undefined);
  if (error !== undefined) {
    const { name } = contextOf(inputs);
    const aftermath = "The jobs stay in the stack.";
    throw new PartialFailure(id, outputs, explained(effects, name, error, aftermath));
  }
  for (const [name, member] of wait.members) {
    if (member.kind === "ready") continue;
    const about = inFull(effects, name, jobs[name]?.uuid ?? "", member);
    log.warn(`went on without ${about}`);
  }
  return outputs;
}

async function readQuorum(
  effects: ResourceEffects,
  id: string,
  outputs: Properties,
): Promise<Existing> {
  const { name } = contextOf(outputs);
  try {
    requireOrigin(effects, outputs);
    if (!("jobs" in outputs)) {
      const words = "a JobQuorum cannot be looked up by its id: only its stack knows it.";
      throw new DispersedError("validation", words);
    }
    const isUnmet = contextOf(outputs).unready === true;
    const inputs = inputsIn(outputs);
    const members = await readMembers(effects, outputs);
    return { id, outputs: quorumRecord(effects, inputs, members, isUnmet), inputs };
  } catch (error) {
    const aftermath = "The state is unchanged.";
    throw explained(effects, name, error, aftermath, true);
  }
}

/**
 * Reads each job once, in requests that other reads share.
 *
 * @throws DispersedError where a job answers 404 and nothing proves that it is gone.
 */
async function readMembers(effects: ResourceEffects, outputs: Properties): Promise<MemberStates> {
  const { jobs, waitFor } = readQuorumInputs(outputs);
  const members = await Promise.all(
    Object.entries(jobs).map(async ([name, job]) => {
      const snapshot = await readMember(effects, job.uuid.toLowerCase(), outputs);
      if (snapshot === undefined) return [name, goneAfter(name, job.uuid, outputs)] as const;
      return [name, memberStateOf(job, waitFor, { seen: true, value: snapshot }, unseen)] as const;
    }),
  );
  return new Map(members);
}

/** The job as it is now; `undefined` where it is proven gone. */
async function readMember(
  effects: ResourceEffects,
  uuid: string,
  outputs: Properties,
): Promise<JobSnapshot | undefined> {
  const { api, jobReader, signal } = effects;
  const [owner = ""] = contextOf(outputs).owner?.split(".") ?? [];
  try {
    return await jobReader.read(uuid, stackHash(api.config.namespace, owner));
  } catch (error) {
    if (!isNotFound(error)) throw error;
  }
  // The jobs belong to other resources, which know the key that created them. Their state does not
  // depend on this.
  const lastKey = currentKey(api);
  const verdict = await confirmGone(effects, { uuid, lastKey });
  return verdict.isGone ? undefined : observeRuns(api, verdict.job, signal);
}

/** An end that was seen stays what it was when the service forgets the job. */
function goneAfter(name: string, uuid: string, outputs: Properties): MemberState {
  const { ready = [], statuses = {} } = readQuorumState(outputs);
  const status = statuses[name];
  if (status === undefined || !isEnded(status)) return gone;
  const snapshot = { job: { uuid, status }, run: undefined };
  return { kind: ready.includes(name) ? "ready" : "failed", snapshot };
}

function inputsIn(outputs: Properties): Properties {
  const given = Object.keys(quorumInputs.shape).filter((input) => outputs[input] !== undefined);
  const { name, timeouts, owner, generation } = contextOf(outputs);
  return {
    ...Object.fromEntries(given.map((input) => [input, outputs[input]])),
    [CONTEXT]: contextProperty({ name, timeouts, owner, generation }),
  };
}

function explained(
  { redact }: OperationContext,
  name: string | undefined,
  error: unknown,
  aftermath: string,
  storedKey = false,
): DispersedError {
  return explainFailure(error, { name, aftermath, storedKey, redact });
}
