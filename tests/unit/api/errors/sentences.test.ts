import { clause, sentences } from "../../../../provider/api/errors/sentences";

test.each([
  [["no such job", "It was cancelled"], "no such job. It was cancelled."],
  [["no such job.", "It was cancelled."], "no such job. It was cancelled."],
  [["is the clock right?", "Try again"], "is the clock right? Try again."],
  [['it said "stop."', "Try again"], 'it said "stop." Try again.'],
  [["the reason (out of memory)", "Try again"], "the reason (out of memory). Try again."],
  [["cut off…", "Try again"], "cut off… Try again."],
  [["no such job ", "", "  "], "no such job."],
  [[], ""],
])("%j are %j", (texts, expected) => {
  expect(sentences(...texts)).toBe(expected);
});

test.each([
  ["no such job.", "no such job"],
  ["no such job", "no such job"],
  ["is the clock right?", "is the clock right?"],
])("%j goes on as %j", (text, expected) => {
  expect(clause(text)).toBe(expected);
});
