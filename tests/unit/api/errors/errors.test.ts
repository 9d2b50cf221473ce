import { inspect } from "node:util";

import {
  DispersedError,
  isDispersedError,
  errorMessage,
  restated,
} from "../../../../provider/api/errors/errors";

describe("DispersedError", () => {
  test("has a clean message, and shows no secret when it is inspected", () => {
    const error = new DispersedError("rejected", "no: sk_canary\u001b[31m <{%x", {
      redact: (text) => text.replace("sk_canary", "[secret]"),
    });
    expect(error.message).toBe("no: [secret] [31m <{ %x");
    expect(`${inspect(error)} ${JSON.stringify(error)}`).not.toContain("sk_canary");
  });

  test("is not called the API's unless it is", () => {
    expect(new DispersedError("rejected", "no").fromApi).toBe(false);
  });

  test("has a cause only where it is given one", () => {
    const cause = new Error("the connection broke");
    expect(new DispersedError("notSent", "no", { cause }).cause).toBe(cause);
    expect(Object.hasOwn(new DispersedError("notSent", "no"), "cause")).toBe(false);
  });
});

test("a restated error keeps its kind and facts, is redacted again, and has no cause", () => {
  const facts = { endpoint: "GET /v1/jobs", status: 404, requestId: "r-1", attempts: 2 };
  const error = new DispersedError("rejected", "no", { ...facts, cause: new Error("sk_canary") });
  const other = restated(error, "box: no sk_canary", (text) => text.replace("sk_canary", "*"));
  expect(other).toMatchObject({ name: "DispersedError", kind: "rejected", ...facts });
  expect(other.message).toBe("box: no *");
  expect(Object.hasOwn(other, "cause")).toBe(false);
});

describe("isDispersedError", () => {
  test("knows an error of another copy of this package", () => {
    const other = Object.assign(new Error("no"), { [Symbol.for("pulumi-dispersed.error")]: true });
    expect(isDispersedError(other)).toBe(true);
  });

  test.each([new Error("no"), { kind: "rejected" }, null, undefined, "rejected"])(
    "does not know %p",
    (value) => {
      expect(isDispersedError(value)).toBe(false);
    },
  );
});

describe("errorMessage", () => {
  test.each<[string, unknown, string]>([
    ["an error", new Error("a\nb"), "a b"],
    ["a text", "<{%x", "<{ %x"],
    [
      "a connection that failed for every address",
      Object.assign(new AggregateError([]), { code: "ECONNREFUSED" }),
      "ECONNREFUSED",
    ],
    ["an error without words", new TypeError(), "TypeError"],
  ])("makes one line of %s", (_name, thrown, expected) => {
    expect(errorMessage(thrown)).toBe(expected);
  });

  test("has a text even for what cannot be text", () => {
    expect(errorMessage(Object.create(null))).toBe("unknown failure");
  });
});
