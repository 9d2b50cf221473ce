// Hostile texts of a service, a node or a container. Shared by all levels of tests, for every place
// that a text can reach.
const ESC = "\u001b";

/** Texts that must never reach a terminal, a pipeline or the engine's display as they are. */
export const hostileTexts: readonly string[] = [
  // Terminals.
  ...[`${ESC}[31mred`, `${ESC}[2J${ESC}[H`, `${ESC}[1A${ESC}[2Kerased`, `${ESC}c`],
  ...[`${ESC}[8mhidden`, `${ESC}]8;;https://evil.example${ESC}\\click`],
  ...[`${ESC}]52;c;cm0gLXJm\u0007`, `${ESC}]0;title\u0007`, `${ESC}P+q544e${ESC}\\`, `${ESC}[6n`],
  ...[ESC, "\u009b31mred", "\u0090q\u009c", "\u0085next", "ok\rerror: gone", "ok\r\nerror: gone"],
  ...["abc\b\b\bxyz", "\u0007\u0007\u0007", "a\u0000b", "a\u007fb", "a\tb", "a\u000bb\u000cc"],
  ...["\u001f\u001e\u001d", "a\nb\nc\n\n\nd"],
  // Texts that resemble others.
  ...["\u202egnp.exe", "\u2066a\u2069\u2067b", "\u061ca", "\u200bzero\u200bwidth", "\ufeffbom"],
  ...["\u2060a", "a\u2028b\u2029c", "soft\u00adhyphen", "\u180ea", "pay\u0440al"],
  ...["e\u0301\u0301\u0301", "\ud800half", "half\udc00"],
  // The engine's display.
  ...["<{%fg 1%}>", "<{%x%}>", "<{%", "%}>", "<{%%}>", "<{%reset%}>ok<{%", "<<{%{%x%}>"],
  ...["<{\u0000%x%}>", "<{\u200b%x%}>", "<{%\u202ex%}>", "<{ %x%}>", "%s%n%d%1000000d"],
  ...["%(MISSING)"],
  // Templates and pipelines.
  ...["${process.env.HOME}", "$(touch /tmp/x)", "`id`", "{{7*7}}", "<%= 7 %>", "#{7}"],
  ...["::set-output name=a::b", "\n::add-mask::x", "\r::error file=a::b"],
  ...["##vso[task.setvariable]x", "\n##vso[task.complete]", "\u2028::stop-commands::x"],
  ...["##teamcity[x]", "\n##[group]x", "in a line ##vso[task.prependpath]/tmp"],
  ...["in a line ##[add-path]/tmp", "\u200b::debug::x"],
  // Documents.
  ...["<script>alert(1)</script>", "[a](javascript:alert(1))", "<img src=x onerror=a>"],
  ...["\n# heading", "=cmd|' /C calc'!A0", "@SUM(1)", "file:///etc/passwd", "../../etc/passwd"],
  ...['{"a":1}', "a: &b [*b]"],
  // Lies, and too much.
  ...["\nerror: update failed", "\nwarning: all is well", "sk_0123456789abcdef"],
  ...["\u001b[0m".repeat(500), "x".repeat(1_000_000), "<{%".repeat(5_000), "\n".repeat(10_000)],
  ...["\u{1f600}".repeat(3_000)],
];

/** What no line for a person holds: control characters, overrides, what has no width. */
const UNFIT =
  /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]|[\ud800-\udbff](?![\udc00-\udfff])/;

/** What a pipeline takes for a command: GitHub's at the start of a line, others anywhere. */
const COMMAND = /^\s*::[a-z-]+|##(vso|teamcity)?\[/im;

/** Longest text in one message, with the mark where it was cut. */
const LONGEST = 2_001;

/** The texts that break a rule of those that people read. */
export function unfit(texts: readonly string[]): readonly string[] {
  return texts.filter((text) => UNFIT.test(text) || text.includes("<{%") || text.length > LONGEST);
}

/** The texts that a terminal would obey, of any length. */
export function uncleaned(texts: readonly string[]): readonly string[] {
  return texts.filter((text) => UNFIT.test(text));
}

/** The lines that a pipeline would obey. */
export function commands(texts: readonly string[]): readonly string[] {
  return texts.filter((text) => COMMAND.test(text));
}

/** Texts in JSON, at any depth. */
export function textsIn(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsIn) : [];
}
