import { contextOf } from "../../../provider/resources/context";

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
