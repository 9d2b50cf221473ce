import { isRecord, parseJson } from "../../../provider/api/json";

describe("parseJson", () => {
  test.each(["", "<html>", "{", '{"a":1}x', "\ufeff{}", '{"a":1', "undefined"])(
    "makes nothing of %p",
    (text) => {
      expect(parseJson(text)).toBeUndefined();
    },
  );

  test("H05: drops __proto__ at every depth, and changes no prototype", () => {
    const parsed = parseJson('{"__proto__":{"x":1},"a":[{"__proto__":{"x":1},"b":2}]}');
    expect([parsed, Object.assign({}, parsed)]).toEqual([{ a: [{ b: 2 }] }, { a: [{ b: 2 }] }]);
    expect(Object.hasOwn(parsed as object, "__proto__")).toBe(false);
  });

  test("H05: keeps other names of the object's own as members", () => {
    expect(parseJson('{"constructor":1,"toString":null,"hasOwnProperty":[]}')).toEqual(
      Object.fromEntries([
        ["constructor", 1],
        ["toString", null],
        ["hasOwnProperty", []],
      ]),
    );
  });

  test("H04: makes something or nothing of any depth, and does not fall over", () => {
    const depth = 100_000;
    expect(parseJson(`${"[".repeat(depth)}${"]".repeat(depth)}`)).toBeUndefined();
  });
});

describe("isRecord", () => {
  test.each([
    [{}, true],
    [{ a: 1 }, true],
    [[], false],
    [null, false],
    [undefined, false],
    ["text", false],
    [1, false],
  ])("says of %p: %p", (value, expected) => {
    expect(isRecord(value)).toBe(expected);
  });
});
