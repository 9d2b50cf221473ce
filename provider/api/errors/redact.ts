import { canonicalJson } from "../signing/canonical";
import { CUT_MARK, inOneLine } from "./sanitize";

/** Removes known secrets from a text. */
export type Redact = (text: string) => string;

/** Shorter values are left alone: hiding every "1" would make a text unreadable, not safe. */
const SHORTEST_SECRET = 4;

/**
 * Makes a function that hides the values, however JSON, a URL, base64 or hex would spell them. The
 * spellings are computed with the first text, because most operations log nothing.
 */
export function createRedactor(secrets: readonly string[]): Redact {
  let hide: Redact | undefined;
  return (text) => {
    hide ??= redactorOf(secrets);
    return hide(text);
  };
}

/** A redactor that hides more values than a given one. */
export function extendRedactor(redact: Redact, secrets: readonly string[]): Redact {
  const hide = createRedactor(secrets);
  return (text) => hide(redact(text));
}

function redactorOf(secrets: readonly string[]): Redact {
  const spellings = new Set(
    secrets
      .filter((secret) => secret.length >= SHORTEST_SECRET)
      .flatMap(spellingsOf)
      .filter((spelling) => spelling.length >= SHORTEST_SECRET),
  );
  if (spellings.size === 0) return (text) => text;
  // Longest first, so that a secret which contains another leaves nothing behind.
  const ordered = [...spellings].sort((a, b) => b.length - a.length);
  return (text) => {
    // Not one pattern for all: a pattern has a maximum size, and throws beyond it.
    const clean = ordered.reduce((rest, spelling) => rest.replaceAll(spelling, HIDDEN), text);
    return clean.includes(CUT_MARK) ? withoutBeginnings(clean, ordered) : clean;
  };
}

function spellingsOf(secret: string): string[] {
  const bytes = Buffer.from(secret);
  const inUrl = encodeURIComponent(secret.toWellFormed());
  return [
    secret,
    // As it appears in sanitized text: there a key of many lines has become one line.
    inOneLine(secret.toWellFormed()),
    canonicalJson(secret, "raw").slice(1, -1),
    canonicalJson(secret, "escaped").slice(1, -1),
    canonicalJson(secret, "raw").slice(1, -1).replace(/[<>&]/g, escapedInGo),
    inUrl,
    inUrl.replace(/%[0-9A-F]{2}/g, (escaped) => escaped.toLowerCase()),
    bytes.toString("base64"),
    bytes.toString("base64").replace(/=+$/, ""),
    bytes.toString("base64url"),
    bytes.toString("hex"),
  ];
}

/** JSON of programs in Go escapes these characters, against markup in web pages. */
function escapedInGo(mark: string): string {
  return `\\u${mark.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

const HIDDEN = "[secret]";

/** Where a text was cut in the middle of a secret, its beginning is left before the mark. */
function withoutBeginnings(text: string, secrets: readonly string[]): string {
  const [head = "", ...rest] = text.split(CUT_MARK);
  return rest.reduce(
    (clean, part) => `${withoutBeginning(clean, secrets)}${CUT_MARK}${part}`,
    head,
  );
}

function withoutBeginning(text: string, secrets: readonly string[]): string {
  for (const secret of secrets) {
    const longest = Math.min(secret.length - 1, text.length);
    for (let length = longest; length >= SHORTEST_SECRET; length -= 1) {
      if (text.endsWith(secret.slice(0, length))) return `${text.slice(0, -length)}${HIDDEN}`;
    }
  }
  return text;
}
