import { sentences } from "../../../../provider/api/errors/sentences";

test.each([
  [["no such job", "It was cancelled"], "no such job. It was cancelled."],
  [["is the clock right?", "Try again"], "is the clock right? Try again."],
  [["cut off…", "Try again"], "cut off… Try again."],
  [["no such job ", "", "  "], "no such job."],
  [[], ""],
])("%j are %j", (texts, expected) => {
  expect(sentences(...texts)).toBe(expected);
});
