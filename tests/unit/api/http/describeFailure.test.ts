// What a failed call is called, what a person reads about it, and what its error keeps.
import {
  describeFailure,
  errorKindOf,
  factsOf,
  inShort,
} from "../../../../provider/api/http/describeFailure";
import type { AttemptOutcome } from "../../../../provider/api/http/classifyAttempt";
import { config, json, notSent, plain, START_OF_TIME, type Answer } from "../../../support/fakes";

const refused = notSent();
const describeIt = (result: Answer, attempts = 1): string =>
  describeFailure({ endpoint: "GET /v1/jobs", config, result, attempts, nowMs: START_OF_TIME });

describe("the description of a failure", () => {
  test.each([
    ["a full stop and a blank", "no such job. ", "no such job"],
    ["no full stop", "no such job", "no such job"],
    ["a full stop within", "v1.5 has no such job", "v1.5 has no such job"],
  ])("has the service's message without its last full stop: %s", (_name, message, said) => {
    expect(describeIt(json(404, { message }))).toBe(`GET /v1/jobs: the API answered 404: ${said}`);
  });

  test("has only the status and the attempts where the API gives no message", () => {
    expect(describeIt(json(500, {}), 5)).toBe(
      "GET /v1/jobs: the API answered 500 after 5 attempts",
    );
  });

  test("repeats a plain text, and leaves the base URL alone", () => {
    expect(describeIt(plain(503, "busy"))).toBe("GET /v1/jobs: the API answered 503: busy");
  });
});

describe("an attempt's end in short", () => {
  test.each<[string, Answer, string]>([
    ["a connection that was never made", notSent("ECONNREFUSED"), "ECONNREFUSED"],
    ["an answer", json(200, {}), "200"],
    ["an answer with its name", json(500, {}, { "x-request-id": "r-1" }), "500 (r-1)"],
  ])("names %s", (_name, result, expected) => {
    expect(inShort(result)).toBe(expected);
  });
});

test.each<[AttemptOutcome, string]>([
  [{ kind: "notSent", insecure: false }, "notSent"],
  [{ kind: "throttled" }, "rejected"],
  [{ kind: "rejected" }, "rejected"],
  [{ kind: "answered" }, "ambiguous"],
  [{ kind: "conflict" }, "ambiguous"],
  [{ kind: "unclear" }, "ambiguous"],
])("an outcome %p is called %p", (outcome, kind) => {
  expect(errorKindOf(outcome)).toBe(kind);
});

test.each<{ name: string; result: Answer; facts: object }>([
  {
    name: "the status, whether the API answered, and the id of the request",
    result: json(404, {}, { "x-request-id": "r-1" }),
    facts: { status: 404, fromApi: true, requestId: "r-1" },
  },
  { name: "the cause where there was no answer", result: refused, facts: { cause: refused } },
])("an error keeps $name", ({ result, facts }) => {
  expect(factsOf(result)).toEqual(facts);
});
