import type { Json } from "../http/json";
import { compareCodePoints } from "./compareCodePoints";

/**
 * How characters outside printable ASCII are written in the hashed body: as `\uXXXX` (what the
 * documentation calls ASCII-safe) or as themselves. Which one the service wants is disputed.
 */
export type BodyForm = "escaped" | "raw";

/** The text of a JSON value that is hashed: names sorted at every depth, no spaces. */
export function canonicalJson(value: Json, form: BodyForm): string {
  if (Array.isArray(value)) {
    return `[${value.map((item) => canonicalJson(item, form)).join(",")}]`;
  }
  if (typeof value === "object" && value !== null) {
    const members = Object.entries(value)
      .sort(([left], [right]) => compareCodePoints(left, right))
      .map(([name, member]) => `${quote(name, form)}:${canonicalJson(member, form)}`);
    return `{${members.join(",")}}`;
  }
  return typeof value === "string" ? quote(value, form) : JSON.stringify(value);
}

function quote(text: string, form: BodyForm): string {
  const quoted = JSON.stringify(text);
  // From DEL on: Python, whose rule this is, escapes U+007F too.
  return form === "raw" ? quoted : quoted.replace(/[\u007f-\uffff]/g, escapeUnit);
}

function escapeUnit(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
