import { sanitizeOneLine } from "../provider/api/errors/sanitize";

/** A value for `--json` without control characters: many people read JSON in a terminal. */
export function cleaned(value: unknown): unknown {
  if (typeof value === "string") return sanitizeOneLine(value);
  if (Array.isArray(value)) return value.map(cleaned);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, cleaned(each)]));
}
