import type { ZodError } from "zod";

/** An answer with a JSON body. */
export interface Reply {
  readonly status: number;
  readonly body: unknown;
}

/** A request that cannot be served: becomes `{"error": {"code", "message"}}` on the wire. */
export class HttpError extends Error {
  override readonly name = "HttpError";

  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

/** The answer to whatever a handler threw. */
export function errorReply(error: unknown): Reply {
  const { status, code, message } =
    error instanceof HttpError
      ? error
      : new HttpError(500, "internal_error", "The emulator failed to answer this request.");
  return { status, body: { error: { code, message } } };
}

/** A 422 that names each offending property as it is spelled on the wire. */
export function validationError(error: ZodError): HttpError {
  const complaints = error.issues.flatMap((issue) => {
    const path = issue.path.map(String);
    return issue.code === "unrecognized_keys"
      ? issue.keys.map((key) => `${[...path, key].join(".")}: is not a known property`)
      : [`${path.join(".") || "body"}: ${issue.message}`];
  });
  return new HttpError(422, "validation_failed", complaints.join("; "));
}
