import { spawnSync } from "node:child_process";

import fc from "fast-check";

import {
  canonicalJson,
  canonicalQuery,
  compareCodePoints,
  type Query,
} from "../../../provider/api/canonical";
import type { JsonValue } from "../../../provider/api/json";

/** The server's rules in the server's language, for a whole batch at once. */
const PYTHON = `
import json, sys, urllib.parse
batch = json.load(sys.stdin)
quote = lambda text: urllib.parse.quote(text, safe='')
print(json.dumps({
    "bodies": [json.dumps(body, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
               for body in batch["bodies"]],
    "queries": ["&".join(quote(key) + "=" + quote(value) for key, value in sorted(map(tuple, query)))
                for query in batch["queries"]],
}))
`;

interface Batch<Body, Question> {
  readonly bodies: readonly Body[];
  readonly queries: readonly Question[];
}

function askPython(batch: Batch<unknown, Query>): Batch<string, string> {
  const answer = spawnSync("python3", ["-c", PYTHON], {
    input: JSON.stringify(batch),
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
  });
  if (answer.error !== undefined) throw answer.error;
  if (answer.status !== 0) throw new Error(answer.stderr);
  return JSON.parse(answer.stdout) as Batch<string, string>;
}

/** Characters that the two languages sort, escape or encode differently, and ordinary ones. */
const character = fc.oneof(
  fc.constantFrom("\u007f", "\u0000", "\u2028", "\uff5e", "\ue000", "😀", "𐀀", "é", "e\u0301"),
  fc.constantFrom(...Array.from(" +&=%*'()!~/[],:;?#@$\"\\\n\t<{")),
  fc.string({ unit: "binary", minLength: 1, maxLength: 1 }),
);
const text = fc.string({ unit: character, maxLength: 8 });
const number = fc.oneof(
  fc.maxSafeInteger(),
  fc.integer(),
  fc.integer({ min: -1_000_000, max: 1_000_000 }).map((thousandths) => thousandths / 1000),
);
const key = text.filter((name) => name !== "__proto__");
const { body } = fc.letrec<{ body: JsonValue }>((tie) => ({
  body: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    text,
    number,
    fc.boolean(),
    fc.constant(null),
    fc.array(tie("body"), { maxLength: 4 }),
    fc.dictionary(key, tie("body"), { maxKeys: 5, noNullPrototype: true }),
  ),
}));
const query = fc.array(fc.tuple(text, text), { maxLength: 6 });

describe("canonical forms against Python's", () => {
  const samples = {
    bodies: [
      ...fc.sample(body, { numRuns: 500, seed: 20240202 }),
      { "\uff5e": 1, "😀": 2, "\ue000": 3, "": 4, "\u007f": "\u007f" },
    ],
    queries: fc.sample(query, { numRuns: 300, seed: 20240203 }),
  };
  let python: Batch<string, string> = { bodies: [], queries: [] };

  beforeAll(() => {
    python = askPython(samples);
  });

  test("spells every body as json.dumps does", () => {
    expect(samples.bodies.map((sample) => canonicalJson(sample, "escaped"))).toEqual(python.bodies);
  });

  test("spells every query as urllib.parse.quote does", () => {
    expect(samples.queries.map((sample) => canonicalQuery(sample, "%20"))).toEqual(python.queries);
  });

  test("says the same in the raw form as in the escaped one", () => {
    for (const sample of samples.bodies) {
      expect(JSON.parse(canonicalJson(sample, "raw"))).toEqual(
        JSON.parse(canonicalJson(sample, "escaped")),
      );
    }
  });
});

describe("canonicalJson", () => {
  test.each<[string, JsonValue, string]>([
    ["sorts keys at every depth", { b: { d: 1, c: 2 }, a: 3 }, '{"a":3,"b":{"c":2,"d":1}}'],
    ["keeps the order of lists", [3, 1, 2], "[3,1,2]"],
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
    ["writes minus zero as zero", -0, "0"],
    ["writes the largest amount in digits", 9_007_199_254_740_991, "9007199254740991"],
    ["writes the smallest fraction in digits", 0.0001, "0.0001"],
    [
      "keeps a member that is called __proto__",
      JSON.parse('{"__proto__":"x"}') as JsonValue,
      '{"__proto__":"x"}',
    ],
    ["writes an empty object", {}, "{}"],
  ])("%s", (_name, value, expected) => {
    expect(canonicalJson(value, "escaped")).toBe(expected);
  });

  test("leaves characters as they are in the raw form", () => {
    expect(canonicalJson({ é: "🚀\u007f" }, "raw")).toBe('{"é":"🚀\u007f"}');
  });

  test.each([Number.NaN, Infinity, -Infinity, 1e16, -1e16, 1e300, 0.00009, -1e-5, 5e-324])(
    "refuses %p, which Python would spell in another way",
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

  test("is empty without parameters", () => {
    expect(canonicalQuery([], "%20")).toBe("");
  });
});

describe("compareCodePoints", () => {
  test.each([
    ["a", "b", -1],
    ["b", "a", 1],
    ["a", "a", 0],
    ["a", "ab", -1],
    ["ab", "a", 1],
    ["\uff5e", "😀", -1],
  ])("orders %p and %p", (left, right, expected) => {
    expect(Math.sign(compareCodePoints(left, right))).toBe(expected);
  });
});
