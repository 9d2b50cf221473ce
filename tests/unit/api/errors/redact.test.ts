import { sanitizeOneLine } from "../../../../provider/api/errors/sanitize";
import { createRedactor } from "../../../../provider/api/errors/redact";

describe("createRedactor", () => {
  const secret = 'p"ss wörd/+\n';

  test.each([
    ["raw", secret],
    ["as JSON spells it", 'p\\"ss wörd/+\\n'],
    ["as a URL spells it", "p%22ss%20w%C3%B6rd%2F%2B%0A"],
    ["in base64 for URLs", Buffer.from(secret).toString("base64url")],
    ["as the request's own JSON spells it", 'p\\"ss w\\u00f6rd/+\\n'],
    ["in base64", Buffer.from(secret).toString("base64")],
    ["in base64 without padding", Buffer.from(secret).toString("base64").replace(/=+$/, "")],
    ["as a cleaned message has it, without its line break", 'p"ss wörd/+'],
    ["in hex", Buffer.from(secret).toString("hex")],
  ])("hides a secret %s", (_name, spelling) => {
    expect(createRedactor([secret])(`before ${spelling} after`)).toBe("before [secret] after");
  });

  test.each<[string, string[], string, string]>([
    [
      "as a program in Go spells it in JSON",
      ["a<b>&c"],
      String.raw`is a\u003cb\u003e\u0026c.`,
      "is [secret].",
    ],
    ["that contains another one", ["hunter", "hunter22"], "is hunter22", "is [secret]"],
    [
      "of four characters, and none shorter",
      ["abcd", "", "1", "abc"],
      "abcd 1 abc",
      "[secret] 1 abc",
    ],
    ["with characters of a pattern", ["a.*b$&"], "a.*b$& axxb", "[secret] axxb"],
  ])("hides a secret %s", (_name, secrets, text, expected) => {
    expect(createRedactor(secrets)(text)).toBe(expected);
  });

  test("hides a key of several lines in a text that was made one line before", () => {
    const key = "-----BEGIN KEY-----\nabcd\nefgh\n-----END KEY-----\n";
    expect(createRedactor([key])(`KEY=${sanitizeOneLine(key)}.`)).toBe("KEY=[secret].");
  });

  test.each([30_000, 1_000_000])("hides a secret of %d characters, whole or cut", (length) => {
    const long = Array.from({ length }, (_, index) => (index % 36).toString(36)).join("");
    const hide = createRedactor([long]);
    expect(hide(`is ${long}.`)).toBe("is [secret].");
    expect(hide(`is ${long.slice(0, 700)}…`)).toBe("is [secret]…");
  });

  test.each([
    ["hunt…", "[secret]…"],
    ["is hunter2… and hunter22 and hunt…", "is [secret]… and [secret] and [secret]…"],
    ["is hunt", "is hunt"],
  ])("hides the beginning of a secret where a text was cut: %p", (text, expected) => {
    expect(createRedactor(["hunter22"])(text)).toBe(expected);
  });
});
