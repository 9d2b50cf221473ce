import { inspect } from "node:util";

import {
  DispersedError,
  isDispersedError,
  errorMessage,
  restated,
} from "../../../../provider/api/errors/errors";

describe("DispersedError", () => {
  test("cleans its message when it is made", () => {
    const error = new DispersedError("rejected", "no: sk_canary\u001b[31m <{%x", {
      redact: (text) => text.replace("sk_canary", "[secret]"),
    });

    expect(error.message).toBe("no: [secret] [31m <{ %x");
  });

  test("shows nothing of a secret when it is inspected", () => {
    const error = new DispersedError("rejected", "no: sk_canary", {
      redact: (text) => text.replace("sk_canary", "[secret]"),
    });

    expect(`${inspect(error)} ${JSON.stringify(error)}`).not.toContain("sk_canary");
  });

  test("is not known to be the API's word unless it is", () => {
    expect(new DispersedError("rejected", "no").fromApi).toBe(false);
  });
});

describe("the cause of an error", () => {
  test("is kept", () => {
    const cause = new Error("the connection broke");
    expect(new DispersedError("notSent", "no", { cause }).cause).toBe(cause);
  });

  test("is not made up", () => {
    expect(Object.hasOwn(new DispersedError("notSent", "no"), "cause")).toBe(false);
  });
});

describe("an error in other words", () => {
  const facts = {
    endpoint: "GET /v1/jobs",
    status: 404,
    requestId: "r-1",
    attempts: 2,
    fromApi: true,
  };
  const error = new DispersedError("rejected", "no", { ...facts, cause: new Error("sk_canary") });
  const other = restated(error, "box: no sk_canary", (text) => text.replace("sk_canary", "*"));

  test("keeps its kind, its name and its facts", () => {
    expect(other).toMatchObject({ name: "DispersedError", kind: "rejected", ...facts });
  });

  test("is redacted again", () => {
    expect(other.message).toBe("box: no *");
  });

  test("has no cause, for what that says was not redacted", () => {
    expect(Object.hasOwn(other, "cause")).toBe(false);
  });
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
    ["nothing", undefined, "undefined"],
    ["a number", 7, "7"],
    [
      "a connection that failed for every address",
      Object.assign(new AggregateError([]), { code: "ECONNREFUSED" }),
      "ECONNREFUSED",
    ],
    ["an error without words", new TypeError(), "TypeError"],
  ])("makes one line of %s", (_name, thrown, expected) => {
    expect(errorMessage(thrown)).toBe(expected);
  });

  test("has words even for what cannot be text", () => {
    expect(errorMessage(Object.create(null))).toBe("unknown failure");
  });
});
