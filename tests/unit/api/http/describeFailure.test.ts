// What a failed call is called, what a person reads about it, and what its error keeps.
import {
  describeFailure,
  errorKindOf,
  factsOf,
  inShort,
} from "../../../../provider/api/http/describeFailure";
import type { AttemptOutcome } from "../../../../provider/api/http/classifyAttempt";
import { config, json, notSent, plain, START_OF_TIME, type Answer } from "../../../support/fakes";

const describeIt = (result: Answer, attempts = 1): string =>
  describeFailure({ endpoint: "GET /v1/jobs", config, result, attempts, nowMs: START_OF_TIME });

describe("the words about a failure", () => {
  test.each([
    ["a full stop", "no such job.", "no such job"],
    ["a full stop and a blank", "no such job. ", "no such job"],
    ["two sentences", "No such job. Look again.", "No such job. Look again"],
    ["no full stop", "no such job", "no such job"],
    ["a full stop within", "v1.5 has no such job", "v1.5 has no such job"],
  ])("are the service's without its last full stop: %s", (_name, message, said) => {
    expect(describeIt(json(404, { message }))).toBe(`GET /v1/jobs: the API answered 404: ${said}`);
  });

  test("are only the status where the API says nothing", () => {
    expect(describeIt(json(500, {}), 5)).toBe(
      "GET /v1/jobs: the API answered 500 after 5 attempts",
    );
  });

  test("ask for the base URL where a page answers", () => {
    expect(describeIt(plain(404, "<html>"))).toBe(
      "GET /v1/jobs: the API answered 404, and not in the API's form: is " +
        "https://api.example.com the right dispersed:baseUrl?",
    );
  });

  test("repeat a plain text, and leave the base URL alone", () => {
    expect(describeIt(plain(503, "busy"))).toBe("GET /v1/jobs: the API answered 503: busy");
  });
});

describe("an attempt's end in short", () => {
  test.each<[string, Answer, string]>([
    ["a connection that was never made", notSent("ECONNREFUSED"), "ECONNREFUSED"],
    ["an answer", json(200, {}), "200"],
    ["an answer with its name", json(500, {}, { "x-request-id": "r-1" }), "500 (r-1)"],
  ])("tells of %s", (_name, result, expected) => {
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

describe("the facts that an error keeps", () => {
  test("are the status, whose words they are, and the name of the request", () => {
    expect(factsOf(json(404, {}, { "x-request-id": "r-1" }))).toEqual({
      status: 404,
      fromApi: true,
      requestId: "r-1",
    });
  });

  test("are the cause where there was no answer", () => {
    const cause = notSent();
    expect(factsOf(cause)).toEqual({ cause });
  });
});
