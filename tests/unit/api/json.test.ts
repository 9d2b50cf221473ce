import { parseJson } from "../../../provider/api/json";

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

  test("H04: makes something or nothing of any depth, and does not fall over", () => {
    const depth = 100_000;
    expect(parseJson(`${"[".repeat(depth)}${"]".repeat(depth)}`)).toBeUndefined();
  });
});
