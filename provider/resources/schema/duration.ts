const UNIT_MS: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
};

/** No duration that means something is longer, and reading one takes the cube of its length. */
const MAX_TEXT_LENGTH = 100;

/**
 * Milliseconds of a duration as Pulumi writes it, such as `1h30m`; `undefined` for any other text.
 */
export function parseDuration(text: string): number | undefined {
  if (text === "0") return 0;
  if (text.length > MAX_TEXT_LENGTH) return undefined;
  const parts = [...text.matchAll(/(\d+\.?\d*|\.\d+)(ns|us|µs|ms|s|m|h)/g)];
  const complete = parts.map(([part]) => part).join("") === text && parts.length > 0;
  if (!complete) return undefined;
  return parts.reduce(
    (sum, [, count, unit]) => sum + Number(count) * (UNIT_MS[unit ?? ""] ?? 0),
    0,
  );
}

/** A duration for a person: `4m18s`, `42s`. */
export function formatDuration(durationMs: number): string {
  const seconds = Math.round(durationMs / 1000);
  const parts: [number, string][] = [
    [Math.floor(seconds / 3600), "h"],
    [Math.floor((seconds % 3600) / 60), "m"],
    [seconds % 60, "s"],
  ];
  const text = parts.flatMap(([count, unit]) => (count === 0 ? [] : [`${count}${unit}`])).join("");
  return text === "" ? "0s" : text;
}
