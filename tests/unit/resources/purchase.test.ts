import { DispersedError } from "../../../provider/api/errors";
import { withMarker, type Marker } from "../../../provider/resources/marker";
import { judgeAnswer, judgeError, send } from "../../../provider/resources/purchase";
import type { JobDetails } from "../../../provider/api/endpoints/jobs";

const marker: Marker = {
  stack: "aaaaaaaa",
  resource: "bbbbbbbb",
  generation: "cccccccccc",
  spec: "dddddddd",
};
const sent = withMarker("a box", marker);

const answer = (description: string | undefined): JobDetails =>
  ({ uuid: "3fa85f64-5717-4562-b3fc-2c963f66afa6", status: "PENDING", description }) as JobDetails;

describe("the answer to a purchase", () => {
  test("that repeats the marker is the job", () => {
    const job = answer(sent);
    expect(judgeAnswer(job, sent)).toEqual({ kind: "made", job, isMarked: true });
  });

  test.each([
    ["no description", undefined],
    ["an empty description", ""],
    ["the user's words alone", "a box"],
    ["a cut marker", sent.slice(0, -5)],
    ["a marker whose end was replaced", `${sent.slice(0, -3)}…`],
  ])("B17: with %s is the job, but shows that markers are lost", (_name, description) => {
    const job = answer(description);
    expect(judgeAnswer(job, sent)).toEqual({ kind: "made", job, isMarked: false });
  });

  test("that was sent without a marker is the job, and proves nothing about markers", () => {
    const job = answer(sent);
    expect(judgeAnswer(job, "a box")).toEqual({ kind: "made", job, isMarked: false });
  });

  test.each([
    ["another stack", { stack: "zzzzzzzz" }],
    ["another resource", { resource: "zzzzzzzz" }],
    ["another purchase", { generation: "zzzzzzzzzz" }],
  ])("B16: with the marker of %s says nothing about ours", (_name, other) => {
    const job = answer(withMarker("a box", { ...marker, ...other }));
    expect(judgeAnswer(job, sent).kind).toBe("ambiguous");
  });
});

describe("the error of a purchase", () => {
  test.each([
    ["notSent", undefined, "refused"],
    ["rejected", 400, "refused"],
    ["rejected", 402, "refused"],
    ["rejected", 403, "refused"],
    ["rejected", 404, "refused"],
    ["rejected", 429, "refused"],
    ["badResponse", 200, "refused"],
    ["rejected", 300, "doubtful"],
    ["rejected", 301, "doubtful"],
    ["rejected", 307, "doubtful"],
    ["rejected", 401, "doubtful"],
    ["ambiguous", 409, "ambiguous"],
    ["ambiguous", 500, "ambiguous"],
    ["ambiguous", undefined, "ambiguous"],
  ] as const)("of kind %s with status %s leaves it %s", (kind, status, expected) => {
    const error = new DispersedError(kind, "no", status === undefined ? {} : { status });
    expect(judgeError(error)).toEqual({ kind: expected, error });
  });

  test.each([[new Error("a bug")], ["text"], [undefined], [null]])(
    "that nobody expected leaves it open: %p",
    (error) => {
      expect(judgeError(error)).toEqual({ kind: "ambiguous", error });
    },
  );
});

test("sending never throws, whatever the purchase does", async () => {
  const broken = new Error("broken");
  const purchase = {
    body: {},
    description: undefined,
    wanted: {},
    hardware: {},
    submit: (): never => {
      throw broken;
    },
  };
  expect(await send(purchase, sent, () => Promise.resolve(true))).toEqual({
    kind: "ambiguous",
    error: broken,
  });
});
