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

  test("is not written where there is none, nor is any other absent member", () => {
    expect(contextProperty({ name: "box", key: undefined })).toStrictEqual({ name: "box" });
  });
});

describe("withGeneration", () => {
  const owner = "aaaaaaaa.bbbbbbbb";
  const old = { __context: { id: `${owner}.zzzzzzzzzz` } };
  const drawn = jest.fn(() => "cccccccccc");
  beforeEach(() => drawn.mockClear());

  test.each<{ name: string; context: object; oldInputs: object; expected: object; draws: number }>([
    {
      name: "draws one for a resource without old inputs",
      context: { id: owner },
      oldInputs: {},
      draws: 1,
      expected: { id: `${owner}.cccccccccc` },
    },
    {
      name: "draws one for a resource whose old inputs have none",
      context: { id: owner },
      oldInputs: { __context: { id: owner } },
      draws: 1,
      expected: { id: `${owner}.cccccccccc` },
    },
    {
      name: "keeps the one of the old inputs, and draws none",
      context: { id: owner },
      oldInputs: old,
      draws: 0,
      expected: { id: `${owner}.zzzzzzzzzz` },
    },
    {
      name: "takes the owner of the new inputs, for a resource may have been renamed",
      context: { id: owner },
      oldInputs: { __context: { id: "xxxxxxxx.yyyyyyyy.zzzzzzzzzz" } },
      expected: { id: `${owner}.zzzzzzzzzz` },
      draws: 0,
    },
    {
      name: "draws none in a preview, where it is unknown: a plan would be held to it",
      context: { id: owner, name: "box", preview: true },
      oldInputs: {},
      draws: 0,
      expected: { id: UNKNOWN, name: "box" },
    },
    {
      name: "keeps the one of the old inputs in a preview too",
      context: { id: owner, preview: true },
      oldInputs: old,
      draws: 0,
      expected: { id: `${owner}.zzzzzzzzzz` },
    },
  ])("$name", ({ context, oldInputs, expected, draws }) => {
    const inputs = { task: "BATCH", __context: context };
    expect(withGeneration(inputs, { ...oldInputs }, drawn)).toStrictEqual({
      task: "BATCH",
      __context: expected,
    });
    expect(drawn).toHaveBeenCalledTimes(draws);
  });

  test("takes the name of the stack out: no state has to hold it", () => {
    const inputs = { __context: { id: owner, name: "box", stack: "lab/dev" } };
    expect(withGeneration(inputs, {}, drawn)["__context"]).not.toHaveProperty("stack");
  });

  test("gives one to a resource without a name", () => {
    expect(withGeneration({}, {}, drawn)).toEqual({ __context: { id: ".cccccccccc" } });
  });
});
