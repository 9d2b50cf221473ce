// Sanitizes text from outside (the API, a proxy, a log) for a terminal.

/** Longest text from outside that is shown, in characters. */
const MAX_TEXT_LENGTH = 2000;

// Control characters, bidirectional overrides, zero-width and line-separating characters.
const UNPRINTABLE =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]+/g;

/** The beginning of a text, with a mark where it was cut. */
export function cut(text: string, longest: number): string {
  if (text.length <= longest) return text;
  // Not in the middle of a character that takes two units.
  return `${text.slice(0, longest).replace(/[\ud800-\udbff]$/, "")}${CUT_MARK}`;
}

/** Maximum length of a quote of the service, so that the advice still fits. */
const MAX_QUOTE_LENGTH = 800;

/** The service's words as part of a longer message. */
export function quoted(text: string): string {
  return cut(text, MAX_QUOTE_LENGTH);
}

/** Marks where a text was cut. */
export const CUT_MARK = "…";

/**
 * One line without control characters, the engine's colour markup or a pipeline's commands, at most
 * 2,000 characters.
 */
export function sanitizeOneLine(text: string): string {
  return cut(inOneLine(cut(text.toWellFormed(), MAX_TEXT_LENGTH * 2)), MAX_TEXT_LENGTH);
}

/** A text of any length that keeps its lines and its layout, harmless in a terminal. */
export function sanitizeText(text: string): string {
  return text
    .toWellFormed()
    .replace(UNPRINTABLE, (marks) => (/^[\t\n]+$/.test(marks) ? marks : withoutControls(marks)))
    .replaceAll("<{%", "<{ %");
}

/** Removes unprintable characters, and keeps the lines. */
function withoutControls(marks: string): string {
  const layout = marks.replace(/[^\t\n]/g, "");
  return layout === "" ? " " : layout;
}

/** One line of any length, harmless in a terminal. */
export function inOneLine(text: string): string {
  return (
    text
      .replace(UNPRINTABLE, " ")
      // The Pulumi CLI reads `<{%…%}>` as colour and panics on an unknown one.
      .replaceAll("<{%", "<{ %")
      .replace(/ {2,}/g, " ")
      .trim()
      // CI systems obey some commands anywhere in a line, others only at its beginning.
      .replace(/##(?=(vso|teamcity)?\[)/gi, "# #")
      .replace(/^::(?=[a-z])/i, ": :")
  );
}
