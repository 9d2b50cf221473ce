import { closest, distance } from "fastest-levenshtein";

/** The known name a person may have meant, or `undefined` when none is near. */
export function suggest(name: string, known: readonly string[]): string | undefined {
  if (known.length === 0) return undefined;
  const candidate = closest(
    name.toLowerCase(),
    known.map((other) => other.toLowerCase()),
  );
  const original = known.find((other) => other.toLowerCase() === candidate);
  const near = distance(name.toLowerCase(), candidate) <= Math.max(2, name.length / 3);
  return near ? original : undefined;
}
