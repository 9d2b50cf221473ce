import { status as codes } from "@grpc/grpc-js";

import { errorMessage } from "../../api/errors/errors";
import type { ResourceDefinition } from "../../resources/contract/definition";
import { requireDefinition } from "../../host/operation";
import { RpcFailure } from "./rpcError";

/** What every request says about its resource. */
export interface Subject {
  getUrn(): string;
  getName(): string;
  getType(): string;
}

/**
 * What the resource of a request is.
 *
 * @throws RpcFailure for a type that this version does not have.
 */
export function definitionOf(subject: Subject): ResourceDefinition {
  // Older engines say the type in the URN alone: `urn:pulumi:stack::project::parent$type::name`.
  return definitionOfToken(
    subject.getType() || (subject.getUrn().split("::")[2]?.split("$").at(-1) ?? ""),
  );
}

/** As {@link definitionOf}, for a token such as `dispersed:index:Job`. */
export function definitionOfToken(token: string): ResourceDefinition {
  try {
    return requireDefinition(token.replace(/^dispersed:index:/, ""));
  } catch (error) {
    throw new RpcFailure(errorMessage(error), codes.INVALID_ARGUMENT);
  }
}
