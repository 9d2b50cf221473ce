/** An answer with a JSON body. */
export interface Reply {
  readonly status: number;
  readonly body: unknown;
}

/** A response as it is on the wire. */
export function jsonAnswer({ status, body }: Reply): {
  status: number;
  headers: Record<string, string>;
  body: string;
} {
  return {
    status,
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  };
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

/** The response to an error that a handler threw. */
export function errorReply(error: unknown): Reply {
  const { status, code, message } =
    error instanceof HttpError
      ? error
      : new HttpError(500, "internal_error", "The emulator failed to answer this request.");
  return { status, body: { error: { code, message } } };
}
