import { DispersedError } from "../errors/errors";

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Whether a text is a uuid of any version: the service does not say which one it uses. */
export function isUuid(text: unknown): text is string {
  return typeof text === "string" && UUID.test(text);
}

/**
 * The uuid in lower case, safe to use in a path.
 *
 * @throws DispersedError of kind `validation`, before anything is sent.
 */
export function requireUuid(text: unknown, what: string): string {
  if (isUuid(text)) return text.toLowerCase();
  throw new DispersedError("validation", `${what} is not a uuid; nothing was sent.`);
}
