/** A value that the engine does not know yet, such as another resource's output in a preview. */
export const UNKNOWN = Symbol("unknown");

/** Whether a value, or anything inside it, is not known yet. */
export function containsUnknown(value: unknown): boolean {
  if (value === UNKNOWN) return true;
  if (typeof value !== "object" || value === null) return false;
  return Object.values(value).some(containsUnknown);
}
