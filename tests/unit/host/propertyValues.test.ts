import fc from "fast-check";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";

import { decode, decodeObject, encodeObject } from "../../../provider/host/propertyValues";
import { UNKNOWN } from "../../../provider/resources/schema/unknown";

/** The engine's sentinel for a value of any kind. */
const anyUnknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

const sentinels = [
  anyUnknown,
  "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
  "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
  "030794c1-ac77-496b-92df-f27374a8bd58",
  "e48ece36-62e2-4504-bad9-02848725956a",
  "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
];

describe("decode", () => {
  test.each(sentinels)("takes the sentinel %s for unknown", (sentinel) => {
    expect(decode(sentinel)).toBe(UNKNOWN);
  });

  test("finds unknown values at any depth", () => {
    expect(decode({ a: [{ b: anyUnknown }], c: "text" })).toEqual({
      a: [{ b: UNKNOWN }],
      c: "text",
    });
  });

  test("leaves members without a value out, and keeps a list as long as it is", () => {
    const decoded = decodeObject({ a: null, b: undefined, c: [null, 1], d: { e: null } });
    expect([decoded, Object.keys(decoded)]).toEqual([{ c: [null, 1], d: {} }, ["c", "d"]]);
  });
});

class Point {
  x = 0;
}

describe("encodeObject", () => {
  test.each<[string, unknown, unknown]>([
    ["unknown", UNKNOWN, anyUnknown],
    ["NaN", Number.NaN, null],
    ["a bigint", 12345678901234567890n, "12345678901234567890"],
    ["a date", new Date(0), "1970-01-01T00:00:00.000Z"],
    ["null", null, null],
    ["a list with holes for what is left out", [1, undefined, () => 1], [1, null, null]],
    ["a list with a hole", [1, , 2], [1, null, 2]],
    ["nested unknowns", { a: [UNKNOWN] }, { a: [anyUnknown] }],
    ["a class's members", new Point(), { x: 0 }],
  ])("writes %s", (_name, value, expected) => {
    expect(encodeObject({ value })).toEqual({ value: expected });
  });

  test.each<[string, unknown]>([
    ["undefined", undefined],
    ["a function", () => 1],
    ["a symbol", Symbol("s")],
  ])("leaves a member out that is %s", (_name, value) => {
    const encoded = encodeObject({ value, deep: { value } });
    expect([Object.keys(encoded), encoded["deep"]]).toEqual([["deep"], {}]);
  });

  test("ends a cycle with null", () => {
    const cycle: Record<string, unknown> = { a: 1 };
    cycle["self"] = cycle;
    cycle["list"] = [cycle];
    expect(encodeObject(cycle)).toEqual({ a: 1, self: null, list: [null] });
  });

  test("keeps a member that is called __proto__ as a member", () => {
    const encoded = encodeObject(JSON.parse('{"env":{"__proto__":"x"}}') as object);
    expect(JSON.stringify(encoded)).toBe('{"env":{"__proto__":"x"}}');
  });

  test("writes no half of a character, which the engine could not read", () => {
    const encoded = encodeObject({ reason: "a\ud800b", deep: ["\udc00"] });
    expect(stringsOf(encoded).filter((text) => !text.isWellFormed())).toEqual([]);
  });

  test("makes plain JSON of anything, which the engine's struct accepts", () => {
    const odd = fc.constantFrom<unknown>(
      ...[undefined, UNKNOWN, Number.NaN, Infinity, -0, 1n, Symbol("s"), () => 1],
      ...[new Date(0), new Date(Number.NaN), new Map([["a", 1]]), new Error("x"), /x/],
    );
    const anything = fc.anything({
      withBigInt: true,
      withDate: true,
      withMap: true,
      withSet: true,
      withNullPrototype: true,
      withObjectString: true,
      withTypedArray: true,
      stringUnit: "binary",
    });
    const properties = fc.dictionary(fc.string(), fc.oneof(anything, odd, fc.array(odd)));
    fc.assert(
      fc.property(properties, (value) => {
        const encoded = encodeObject(value);
        const text = JSON.stringify(encoded);
        expect(JSON.stringify(JSON.parse(text))).toBe(text);
        const bytes = Struct.fromJavaScript(encoded as Parameters<typeof Struct.fromJavaScript>[0]);
        expect(bytes.serializeBinary().byteLength).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 300 },
    );
  });
});

function stringsOf(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, member]) => [key, ...stringsOf(member)]);
}
