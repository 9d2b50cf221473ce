import {
  canonicalJson,
  canonicalQuery,
  compareCodePoints,
  type Query,
} from "../../../../provider/api/signing/canonical";
import type { JsonValue } from "../../../../provider/api/json";

describe("canonicalJson", () => {
  test.each<[string, JsonValue, string]>([
    ["sorts keys at every depth", { b: { d: 1, c: 2 }, a: 3 }, '{"a":3,"b":{"c":2,"d":1}}'],
    ["leaves undefined members out", { a: undefined, b: null }, '{"b":null}'],
    ["escapes in lower case", "É", '"\\u00c9"'],
    ["escapes an emoji as two halves", "🚀", '"\\ud83d\\ude80"'],
    ["escapes DEL, as Python does", "\u007f", '"\\u007f"'],
    ["does not escape a slash", "a/b", '"a/b"'],
    [
      "sorts by code point, not by half",
      { "😀": 1, "\uff5e": 2 },
      '{"\\uff5e":2,"\\ud83d\\ude00":1}',
    ],
    ["writes what is true, false or nothing", [true, false, null], "[true,false,null]"],
    ["writes minus zero as zero", -0, "0"],
    ["writes the largest amount in digits", 9_007_199_254_740_991, "9007199254740991"],
    ["writes the smallest fraction in digits", 0.0001, "0.0001"],
    [
      "keeps a member that is called __proto__",
      JSON.parse('{"__proto__":"x"}') as JsonValue,
      '{"__proto__":"x"}',
    ],
  ])("%s", (_name, value, expected) => {
    expect(canonicalJson(value, "escaped")).toBe(expected);
  });

  test("leaves characters as they are in the raw form", () => {
    expect(canonicalJson({ é: "🚀\u007f" }, "raw")).toBe('{"é":"🚀\u007f"}');
  });

  test.each([Number.NaN, Infinity, -Infinity, 1e16, -1e16, 1e300, 0.00009, -1e-5, 5e-324])(
    "G03: refuses %p, which Python would spell in another way",
    (value) => {
      expect(() => canonicalJson({ value }, "escaped")).toThrow(
        new TypeError(`the number ${value} has no canonical form`),
      );
    },
  );
});

describe("canonicalQuery", () => {
  const given: Query = [
    ["b", "2 3"],
    ["a", "z"],
    ["a", "y"],
    ["filter[job_uuid]", "x,y"],
    ["empty", ""],
  ];

  test("sorts by key and then value, and keeps repeated keys", () => {
    expect(canonicalQuery(given, "%20")).toBe("a=y&a=z&b=2%203&empty=&filter%5Bjob_uuid%5D=x%2Cy");
  });

  test("writes a space as a plus where the server wants it so", () => {
    expect(canonicalQuery([["a b", "c d+e"]], "+")).toBe("a+b=c+d%2Be");
  });

  test("encodes everything that is not unreserved, and only that", () => {
    expect(canonicalQuery([["q", "!'()*~-._ /"]], "%20")).toBe("q=%21%27%28%29%2A~-._%20%2F");
  });
});

test.each([
  ["a", "ab", -1],
  ["ab", "a", 1],
])("orders %p and %p by code point", (left, right, expected) => {
  expect(Math.sign(compareCodePoints(left, right))).toBe(expected);
});
