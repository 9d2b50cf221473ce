// `pulumi do … create --stateless` buys without a stack. Every job would have the same URN, by which the provider knows
// whose job is whose: a second one would pass for the first after an interrupted run, and no state would end either.
import { status as codes } from "@grpc/grpc-js";

import { RpcFailure } from "./rpcError";

/** The part of a create request that tells. */
export interface CreateSubject {
  getUrn(): string;
  /** Where a deployment receives status lines; the command has no such place. */
  getResourceStatusAddress(): string;
}

/** The URN that the command makes of a type: stack and project are fixed, and the name is the type's. */
const STATELESS_JOB = /^urn:pulumi:dev::default::dispersed:index:(Job|JobFromRecipe)::\1$/;

/**
 * Refuses to buy for a command that keeps no state.
 *
 * @throws RpcFailure before anything is sent.
 */
export function refuseStateless(request: CreateSubject): void {
  if (request.getResourceStatusAddress() !== "" || !STATELESS_JOB.test(request.getUrn())) return;
  throw new RpcFailure(
    "`pulumi do` with --stateless cannot create a job: without a stack every job has the same name, so a second one " +
      "could not be told from the first. No job was created. Run it in a project, without --stateless.",
    codes.FAILED_PRECONDITION,
  );
}
