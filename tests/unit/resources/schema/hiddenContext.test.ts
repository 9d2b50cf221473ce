import {
  contextOf,
  contextProperty,
  withGeneration,
} from "../../../../provider/resources/schema/hiddenContext";
import { UNKNOWN } from "../../../../provider/resources/schema/unknown";

describe("contextOf", () => {
  test("reads name, timeouts and key", () => {
    const context = { name: "box", timeouts: { create: "5m", delete: "1m" }, key: "k" };

    expect(contextOf({ __context: context })).toEqual(context);
  });

  test.each([[undefined], [null], ["text"], [7], [[]]])(
    "does without the context %p",
    (context) => {
      expect(contextOf({ __context: context })).toEqual({});
    },
  );

  test("leaves out what is of another kind, and keeps the rest", () => {
    expect(contextOf({ __context: { name: 7, timeouts: { create: 7 }, key: "k" } })).toEqual({
      key: "k",
    });
  });
});

describe("the id in a context", () => {
  test.each([
    ["aaaaaaaa.bbbbbbbb.cccccccccc", { owner: "aaaaaaaa.bbbbbbbb", generation: "cccccccccc" }],
    ["aaaaaaaa.bbbbbbbb", { owner: "aaaaaaaa.bbbbbbbb" }],
    [".cccccccccc", { generation: "cccccccccc" }],
    ["", {}],
    ["xaaaaaaaa.bbbbbbbb.cccccccccc", {}],
    ["aaaaaaaa.bbbbbbbb.ccccccccccx", {}],
    ["text", {}],
  ])("%p is read as %p", (id, expected) => {
    expect(contextOf({ __context: { id } })).toEqual(expected);
  });

  test.each([
    [{ owner: "aaaaaaaa.bbbbbbbb", generation: "cccccccccc" }, "aaaaaaaa.bbbbbbbb.cccccccccc"],
    [{ owner: "aaaaaaaa.bbbbbbbb" }, "aaaaaaaa.bbbbbbbb"],
    [{ generation: "cccccccccc" }, ".cccccccccc"],
  ])("of %p is written as %p", (context, id) => {
    expect(contextProperty(context)).toStrictEqual({ id });
  });

  test("is not written where there is nothing to say, nor is anything else", () => {
    expect(contextProperty({ name: "box", key: undefined })).toStrictEqual({ name: "box" });
  });
});

describe("withGeneration", () => {
  const owner = "aaaaaaaa.bbbbbbbb";
  const draw = (): string => "cccccccccc";
  const idOf = (inputs: object, oldInputs: object): unknown =>
    (withGeneration({ ...inputs }, { ...oldInputs }, draw)["__context"] as { id?: string }).id;

  test("draws one for a resource that the engine shows no old inputs of", () => {
    expect(idOf({ __context: { id: owner } }, {})).toBe(`${owner}.cccccccccc`);
  });

  test("keeps the one of the old inputs", () => {
    const old = { __context: { id: `${owner}.zzzzzzzzzz` } };
    expect(idOf({ __context: { id: owner } }, old)).toBe(`${owner}.zzzzzzzzzz`);
  });

  test("draws none where there is one", () => {
    const drawn = jest.fn(draw);
    const old = { __context: { id: `${owner}.zzzzzzzzzz` } };
    withGeneration({ __context: { id: owner } }, old, drawn);
    expect(drawn).not.toHaveBeenCalled();
  });

  test("draws one for a resource whose old inputs know of none", () => {
    expect(idOf({ __context: { id: owner } }, { __context: { id: owner } })).toBe(
      `${owner}.cccccccccc`,
    );
  });

  test("takes the owner of the new inputs, for a resource may have been renamed", () => {
    const old = { __context: { id: "xxxxxxxx.yyyyyyyy.zzzzzzzzzz" } };
    expect(idOf({ __context: { id: owner } }, old)).toBe(`${owner}.zzzzzzzzzz`);
  });

  test("changes nothing else", () => {
    const inputs = { task: "BATCH", __context: { id: owner, name: "box" } };
    expect(withGeneration(inputs, {}, draw)).toEqual({
      task: "BATCH",
      __context: { id: `${owner}.cccccccccc`, name: "box" },
    });
  });

  test("takes the name of the stack out: no state has to hold it", () => {
    const inputs = { __context: { id: owner, name: "box", stack: "lab/dev" } };
    expect(withGeneration(inputs, {}, draw)["__context"]).not.toHaveProperty("stack");
  });

  test("draws none in a preview, and says so: a plan would be held to it", () => {
    const drawn = jest.fn(draw);
    const inputs = { __context: { id: owner, name: "box", preview: true } };
    expect(withGeneration(inputs, {}, drawn)).toStrictEqual({
      __context: { id: UNKNOWN, name: "box" },
    });
    expect(drawn).not.toHaveBeenCalled();
  });

  test("keeps the one of the old inputs in a preview too", () => {
    const old = { __context: { id: `${owner}.zzzzzzzzzz` } };
    expect(withGeneration({ __context: { id: owner, preview: true } }, old, draw)).toStrictEqual({
      __context: { id: `${owner}.zzzzzzzzzz` },
    });
  });

  test("gives a resource one that nobody named", () => {
    expect(withGeneration({}, {}, draw)).toEqual({ __context: { id: ".cccccccccc" } });
  });
});
