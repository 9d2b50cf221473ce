import { DispersedError } from "../../../../provider/api/errors/errors";
import { withMarker } from "../../../../provider/resources/job/marker";
import {
  classifyCreateResponse,
  classifyCreateError,
  type AnswerFacts,
} from "../../../../provider/resources/purchase/order";
import type { JobDetails } from "../../../../provider/api/endpoints/jobs";
import { ourMarker as marker } from "../../../support/scriptedService";

const sent = withMarker("a box", marker);
const facts: AnswerFacts = {
  description: sent,
  postedAtMs: Date.parse("2026-02-02T12:00:00Z"),
  wasListed: () => false,
  isAnothers: () => false,
};

const answer = (description: string | undefined): JobDetails =>
  ({ uuid: "3fa85f64-5717-4562-b3fc-2c963f66afa6", status: "PENDING", description }) as JobDetails;

describe("the answer to a purchase", () => {
  test.each([
    ["no description", undefined],
    ["a marker whose end was replaced", `${sent.slice(0, -3)}…`],
  ])("B17: with %s is the job, but shows that markers are lost", (_name, description) => {
    const job = answer(description);
    expect(classifyCreateResponse(job, facts)).toEqual({ kind: "made", job, isMarked: false });
  });

  test.each<{ name: string; more: Partial<AnswerFacts>; expected: object }>([
    {
      name: "without a marker is the job, and proves nothing about markers",
      more: { description: "a box" },
      expected: { kind: "made", isMarked: false },
    },
    {
      name: "with the uuid of another resource's job is not ours",
      more: { isAnothers: () => true },
      expected: { kind: "foreign" },
    },
  ])("that was sent $name", ({ more, expected }) => {
    const job = answer(sent);
    expect(classifyCreateResponse(job, { ...facts, ...more })).toEqual({ ...expected, job });
  });

  test.each([
    ["another stack", { stack: "zzzzzzzz" }],
    ["another purchase", { generation: "zzzzzzzzzz" }],
  ])("B16: with the marker of %s says nothing about ours", (_name, other) => {
    const job = answer(withMarker("a box", { ...marker, ...other }));
    expect(classifyCreateResponse(job, facts).kind).toBe("ambiguous");
  });
});

describe("the answer to a purchase that shows no marker", () => {
  const kindOf = (createdAt: string | undefined, more: Partial<AnswerFacts> = {}): string =>
    classifyCreateResponse({ ...answer(undefined), createdAt }, { ...facts, ...more }).kind;

  test.each([
    ["of five minutes earlier, by a clock that is behind", "2026-02-02T11:55:00Z"],
    ["of the same day, where only days are known", "2026-02-02"],
  ])("is about our job: one %s", (_name, createdAt) => {
    expect(kindOf(createdAt)).toBe("made");
  });

  test.each([
    ["of more than five minutes earlier", "2026-02-02T11:54:59Z"],
    ["of the day before, where only days are known", "2026-02-01"],
  ])("is about somebody else's job: one %s", (_name, createdAt) => {
    expect(kindOf(createdAt)).toBe("foreign");
  });

  test("is about somebody else's job when a list showed it before", () => {
    expect(kindOf("2026-02-02T12:00:00Z", { wasListed: () => true })).toBe("foreign");
  });
});

describe("the error of a purchase", () => {
  test.each([
    ["notSent", undefined, "refused"],
    ["rejected", 400, "refused"],
    ["badResponse", 200, "refused"],
    ["rejected", 300, "doubtful"],
    ["rejected", 401, "doubtful"],
    ["ambiguous", 409, "doubtful"],
    ["ambiguous", 500, "ambiguous"],
    ["ambiguous", undefined, "ambiguous"],
  ] as const)(
    "of kind %s with status %s, in the API's form, leaves it %s",
    (kind, status, expected) => {
      const facts = { fromApi: true, ...(status === undefined ? {} : { status }) };
      const error = new DispersedError(kind, "no", facts);
      expect(classifyCreateError(error)).toEqual({ kind: expected, error });
    },
  );

  test.each([["rejected", 400, "doubtful"] as const, ["ambiguous", 409, "ambiguous"] as const])(
    "of kind %s with status %p that is not the API's own is %s",
    (kind, status, expected) => {
      expect(classifyCreateError(new DispersedError(kind, "no", { status })).kind).toBe(expected);
    },
  );

  test.each([[new Error("a bug")], [undefined]])(
    "that is not ours leaves it ambiguous: %p",
    (error) => {
      expect(classifyCreateError(error)).toEqual({ kind: "ambiguous", error });
    },
  );
});
