import fc from "fast-check";

import { sanitizeText, sanitizeOneLine } from "../../../../provider/api/errors/sanitize";

describe("sanitizeOneLine", () => {
  test.each([
    ["an escape sequence", "a\u001b[31mb", "a [31mb"],
    ["a link of the terminal", "a\u001b]8;;http://evil\u0007b", "a ]8;;http://evil b"],
    ["a carriage return that overwrites", "safe\rfake", "safe fake"],
    ["line breaks", "a\nb\r\nc", "a b c"],
    ["DEL", "a\u007fb", "a b"],
    ["a C1 control", "a\u009b31mb", "a 31mb"],
    ["an Arabic letter mark", "a\u061cb", "a b"],
    ["a soft hyphen", "a\u00adb", "a b"],
    ["separators of lines and paragraphs", "a\u2028b\u2029c", "a b c"],
    ["markup that a control character hides", "<{\u0000%x%}>", "<{ %x%}>"],
    ["an Azure pipeline's command, also within a line", "a ##vso[task.x]b", "a # #vso[task.x]b"],
    ["a GitHub workflow's old command, within a line too", "a ###[error]b", "a ## #[error]b"],
    ["TeamCity's", "##TeamCity[x]", "# #TeamCity[x]"],
    [
      "a GitHub workflow's command at the beginning",
      "\n ::set-output name=a::b",
      ": :set-output name=a::b",
    ],
    ["spaces around and in a row", "  a    b  ", "a b"],
  ])("takes out %s", (_name, given, expected) => {
    expect(sanitizeOneLine(given)).toBe(expected);
  });

  test("leaves ordinary text of any script alone", () => {
    const text = "::1 Größe: 5 µm, std::string, ## 日本語, עברית 🚀 100% ${x} {{y}} <b>";
    expect(sanitizeOneLine(text)).toBe(text);
  });

  test.each([
    [2_000, "x".repeat(2_000)],
    [2_001, `${"x".repeat(2_000)}…`],
    [1_000_000, `${"x".repeat(2_000)}…`],
  ])("shows 2,000 of %p characters at most", (length, expected) => {
    expect(sanitizeOneLine("x".repeat(length))).toBe(expected);
  });

  test("leaves no half of a character, where it cuts or where there was one", () => {
    expect(sanitizeOneLine(`${"x".repeat(1_999)}🚀🚀`).isWellFormed()).toBe(true);
    expect(sanitizeOneLine("a\ud800b\udc00c").isWellFormed()).toBe(true);
  });

  test("has nothing that a terminal or the engine obeys, whatever it is given", () => {
    const marks = ["<{%", "%}>", "\u001b[", "\u009b", "\u202e", "\r", "\u0000", "<{"];
    const hostile = fc.constantFrom(...marks);
    const given = fc
      .array(fc.oneof(hostile, fc.string({ unit: "binary" })))
      .map((all) => all.join(""));
    fc.assert(
      fc.property(given, (text) => {
        expect(sanitizeOneLine(text)).not.toMatch(
          /[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]|<\{%/,
        );
      }),
      { numRuns: 1_000 },
    );
  });
});

describe("sanitizeText", () => {
  test.each([
    ["# Title\n\n\tcode\n", "# Title\n\n\tcode\n"],
    ["a\r\nb\u001b[31mc\n\u0000\nd", "a\nb [31mc\n\nd"],
  ])("leaves of %j the words and their layout", (text, expected) => {
    expect(sanitizeText(text)).toBe(expected);
  });
});
