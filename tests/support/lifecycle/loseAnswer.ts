import type { FaultAction, ScriptedFault } from "../../../emulator";
import type { Values } from "./driver";
import { recordRequests } from "./recordRequests";
import type { Rig } from "./rig";

/** What a user would pay, and what the state would hold, after a create that lost its answer. */
export interface Loss {
  /** Requests that buy. */
  readonly sent: number;
  /** Jobs that were made. */
  readonly made: number;
  /** Whether the state has the job that was made, under its uuid. */
  readonly isKept: boolean;
  /** Whether a refresh finds the same. */
  readonly isFound: boolean;
  /** Jobs that still bill after a destroy. */
  readonly alive: number;
}

/** One request, one job, which the state has, and nothing is left after a destroy. */
export const adopted: Loss = { sent: 1, made: 1, isKept: true, isFound: true, alive: 0 };

/** A fault of the request that buys. */
export type Fault = FaultAction & Pick<ScriptedFault, "phase" | "occurrence">;

/** Where jobs are bought. */
export type Route = "POST /v1/jobs" | "POST /v1/job-recipes/{uuid}/cook";

/** Creates a resource whose purchase meets a fault, reads it and deletes it. */
export async function loseAnswer(
  { driver, emulator }: Pick<Rig, "driver" | "emulator">,
  inputs: Values,
  fault: Fault,
  { route = "POST /v1/jobs", lagMs = 0 }: { readonly route?: Route; readonly lagMs?: number } = {},
): Promise<Loss> {
  const before = emulator.ledger().jobs.length;
  const requests = recordRequests(emulator);
  emulator.changeSettings({ listLagMs: lagMs });
  emulator.addFaults([{ phase: "before-headers", ...fault, route }]);
  const { id, outputs } = await driver.create(inputs);
  const sent = requests().filter((request) => request === route).length;
  const made = emulator.ledger().jobs.slice(before);
  const read = await driver.read(id, outputs);
  await driver.delete(id, outputs);
  return {
    sent,
    made: made.length,
    isKept: made[0]?.uuid === id && outputs["uuid"] === id,
    isFound: read?.id === id && read.outputs["uuid"] === id,
    alive: emulator.ledger().alive,
  };
}
