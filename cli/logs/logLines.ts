// Each read returns the whole log, so the new part has to be found. Pure.
import { sanitizeOneLine } from "../../provider/api/errors/sanitize";

/** How much of the known end is searched for in a log whose beginning was dropped. */
const OVERLAP = 200;

/** The part of a log that is new; all of it where nothing known is found in it. */
export function newPart(known: string, log: string): string {
  if (log.startsWith(known)) return log.slice(known.length);
  // The service may keep only the end of a long log.
  const end = known.slice(-OVERLAP);
  const at = log.lastIndexOf(end);
  return at === -1 ? log : log.slice(at + end.length);
}

/** Complete lines, and the beginning of the next. */
export function splitLines(text: string): {
  readonly lines: readonly string[];
  readonly rest: string;
} {
  // A carriage return at the very end may be the first half of a line break.
  const parts = text.split(/\r\n|\n|\r(?!$)/);
  return { lines: parts.slice(0, -1), rest: parts.at(-1) ?? "" };
}

/** A line of a container, which may print anything, without control characters. Keeps indentation. */
export function cleanLine(line: string): string {
  const [indentation = ""] = /^[ \t]*/.exec(line) ?? [];
  return `${indentation.replaceAll("\t", "    ").slice(0, 200)}${sanitizeOneLine(line)}`;
}
