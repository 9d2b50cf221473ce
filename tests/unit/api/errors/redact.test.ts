import fc from "fast-check";

import { sanitizeOneLine } from "../../../../provider/api/errors/sanitize";
import { createRedactor } from "../../../../provider/api/errors/redact";

describe("createRedactor", () => {
  const secret = 'p"ss wörd/+\n';

  test.each([
    ["raw", secret],
    ["as JSON spells it", 'p\\"ss wörd/+\\n'],
    ["as the request's own JSON spells it", 'p\\"ss w\\u00f6rd/+\\n'],
    ["as a URL spells it", "p%22ss%20w%C3%B6rd%2F%2B%0A"],
    ["in base64", Buffer.from(secret).toString("base64")],
    ["in base64 for URLs", Buffer.from(secret).toString("base64url")],
    ["in base64 without padding", Buffer.from(secret).toString("base64").replace(/=+$/, "")],
    [
      "in a URL with small letters",
      encodeURIComponent(secret).replace(/%../g, (it) => it.toLowerCase()),
    ],
    ["as a cleaned message has it, without its line break", 'p"ss wörd/+'],
    ["in hex", Buffer.from(secret).toString("hex")],
  ])("hides a secret %s", (_name, spelling) => {
    expect(createRedactor([secret])(`before ${spelling} after`)).toBe("before [secret] after");
  });

  test("hides a secret as a program in Go spells it in JSON", () => {
    expect(createRedactor(["a<b>&c"])(String.raw`is a\u003cb\u003e\u0026c.`)).toBe("is [secret].");
  });

  test("hides a key of several lines in a text that was made one line before", () => {
    const key = "-----BEGIN KEY-----\nabcd\nefgh\n-----END KEY-----\n";
    expect(createRedactor([key])(`KEY=${sanitizeOneLine(key)}.`)).toBe("KEY=[secret].");
  });

  test("hides every occurrence of every secret", () => {
    expect(createRedactor(["alpha", "beta1"])("alpha beta1 alpha")).toBe(
      "[secret] [secret] [secret]",
    );
  });

  test("hides a secret that holds another one whole", () => {
    expect(createRedactor(["hunter", "hunter22"])("is hunter22")).toBe("is [secret]");
  });

  test("hides four characters, the shortest that can be a secret", () => {
    expect(createRedactor(["abcd"])("is abcd")).toBe("is [secret]");
  });

  test("leaves what is too short to be a secret", () => {
    expect(createRedactor(["", "1", "abc"])("1 of abc")).toBe("1 of abc");
  });

  test("hides a secret with marks that mean something to a pattern", () => {
    expect(createRedactor(["a.*b$&"])("a.*b$& axxb")).toBe("[secret] axxb");
  });

  test.each([30_000, 1_000_000])("hides a secret of %d characters, whole or cut", (length) => {
    const secret = Array.from({ length }, (_, index) => index % 36)
      .map((digit) => digit.toString(36))
      .join("");

    const hide = createRedactor([secret]);

    expect([hide(`is ${secret}.`), hide(`is ${secret.slice(0, 700)}…`)]).toEqual([
      "is [secret].",
      "is [secret]…",
    ]);
  });

  test("survives a secret that is no well-formed text", () => {
    expect(createRedactor(["abcd\ud800"])("abcd\ud800")).toBe("[secret]");
  });

  test.each([
    ["hunt…", "[secret]…"],
    ["is hunter2… and hunter22 and hunt…", "is [secret]… and [secret] and [secret]…"],
    ["is hun…", "is hun…"],
    ["is hunt", "is hunt"],
    ["no secret…", "no secret…"],
  ])("hides the beginning of a secret where a text was cut: %p", (text, expected) => {
    expect(createRedactor(["hunter22"])(text)).toBe(expected);
  });

  test("leaves nothing of any secret behind", () => {
    fc.assert(
      fc.property(
        fc.array(fc.stringMatching(/^[A-Z0-9]{6,12}$/), { minLength: 1, maxLength: 4 }),
        fc.string(),
        (secrets, between) => {
          const clean = createRedactor(secrets)(secrets.join(` ${between} `));
          expect(secrets.filter((one) => clean.includes(one))).toEqual([]);
        },
      ),
    );
  });
});
