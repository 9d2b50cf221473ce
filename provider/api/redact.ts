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
        JSON.stringify(secret).slice(1, -1),
        encodeURIComponent(secret.toWellFormed()),
        Buffer.from(secret).toString("base64"),
        Buffer.from(secret).toString("hex"),
      ]),
  );
  // Longest first, so that a secret which contains another leaves nothing behind.
  const ordered = [...spellings].sort((a, b) => b.length - a.length);
  return (text) => ordered.reduce((clean, secret) => clean.replaceAll(secret, "[secret]"), text);
}
