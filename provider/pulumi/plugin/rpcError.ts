// The gRPC status of a failed call. The engine takes UNKNOWN, INTERNAL and DATA_LOSS for an unknown
// outcome, so these codes are used only when the outcome is unknown.
import { Metadata, status as codes, type ServiceError } from "@grpc/grpc-js";
import type { Message } from "google-protobuf";
import { Any } from "google-protobuf/google/protobuf/any_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";

import { isDispersedError, errorMessage, type DispersedError } from "../../api/errors/errors";

/** A failure with what the engine needs besides the message. */
export class RpcFailure extends Error {
  constructor(
    message: string,
    readonly code: codes,
    /** The engine's own structure of this failure, and its name. */
    readonly detail?: { readonly name: string; readonly message: Message },
  ) {
    super(message);
    this.name = "RpcFailure";
  }
}

/** The response to a failed call. */
export function serviceErrorOf(thrown: unknown): ServiceError {
  const message = errorMessage(thrown);
  const code = codeOf(thrown);
  const metadata = new Metadata();
  if (thrown instanceof RpcFailure && thrown.detail !== undefined) {
    const any = new Any();
    any.pack(thrown.detail.message.serializeBinary(), thrown.detail.name);
    const status = new Status().setCode(code).setMessage(message).setDetailsList([any]);
    metadata.set("grpc-status-details-bin", Buffer.from(status.serializeBinary()));
  }
  // gRPC sends `details`; the other members make it readable as an error.
  return Object.assign(new Error(message), { code, details: message, metadata });
}

/** The gRPC code of a failed call. */
export function codeOf(thrown: unknown): codes {
  if (thrown instanceof RpcFailure) return thrown.code;
  return isDispersedError(thrown) ? codeOfKind(thrown) : codes.INTERNAL;
}

function codeOfKind(error: DispersedError): codes {
  switch (error.kind) {
    case "config":
    case "jobEnded":
    case "badResponse":
      return codes.FAILED_PRECONDITION;
    case "validation":
      return codes.INVALID_ARGUMENT;
    case "notSent":
      return codes.UNAVAILABLE;
    case "ambiguous":
      return codes.ABORTED;
    case "waitTimeout":
      return codes.DEADLINE_EXCEEDED;
    case "aborted":
      return codes.CANCELLED;
    case "rejected":
      return codeByStatus[error.status ?? 0] ?? codes.FAILED_PRECONDITION;
  }
}

const codeByStatus: Readonly<Record<number, codes>> = {
  400: codes.INVALID_ARGUMENT,
  401: codes.UNAUTHENTICATED,
  402: codes.RESOURCE_EXHAUSTED,
  403: codes.PERMISSION_DENIED,
  404: codes.NOT_FOUND,
  422: codes.INVALID_ARGUMENT,
  429: codes.RESOURCE_EXHAUSTED,
};
