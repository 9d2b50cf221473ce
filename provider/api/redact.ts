import { canonicalJson } from "./canonical";
import { CUT_MARK } from "./printable";

/** Removes known secrets from a text. */
export type Redact = (text: string) => string;

/** Shorter values are left alone: hiding every "1" would make a text unreadable, not safe. */
const SHORTEST_SECRET = 4;

/** Makes a function that hides the values, raw and as JSON, a URL or base64 would spell them. */
export function createRedactor(secrets: readonly string[]): Redact {
  const spellings = new Set(
    secrets
      .filter((secret) => secret.length >= SHORTEST_SECRET)
      .flatMap((secret) => [
        secret,
        canonicalJson(secret, "raw").slice(1, -1),
        canonicalJson(secret, "escaped").slice(1, -1),
        encodeURIComponent(secret.toWellFormed()),
        Buffer.from(secret).toString("base64"),
        Buffer.from(secret).toString("hex"),
      ]),
  );
  // Longest first, so that a secret which contains another leaves nothing behind.
  const ordered = [...spellings].sort((a, b) => b.length - a.length);
  return (text) => {
    const clean = ordered.reduce((rest, secret) => rest.replaceAll(secret, HIDDEN), text);
    return clean.includes(CUT_MARK) ? withoutBeginnings(clean, ordered) : clean;
  };
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
    for (let length = secret.length - 1; length >= SHORTEST_SECRET; length -= 1) {
      if (text.endsWith(secret.slice(0, length))) return `${text.slice(0, -length)}${HIDDEN}`;
    }
  }
  return text;
}
