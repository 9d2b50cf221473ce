// Text of the service or of a library may or may not end with a full stop. Messages that continue
// after such text are joined here.

/** The end of a sentence: a mark, perhaps inside of quotes, code or brackets. */
const ENDED = /[.!?…]["'”’`)\]]*$/;

/** The texts as sentences in a row, each with its full stop; empty ones are left out. */
export function sentences(...texts: readonly string[]): string {
  return texts
    .map((text) => text.trim())
    .filter((text) => text !== "")
    .map((text) => (ENDED.test(text) ? text : `${text}.`))
    .join(" ");
}

/** A text as part of a sentence that continues after it: without its full stop. */
export function clause(text: string): string {
  return text.trim().replace(/\.$/, "");
}
