import fc from "fast-check";

import { cleanLine, newPart, splitLines } from "../../../cli/logs/logLines";

test("a log that grew has its growth as news", () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (known, more) => {
      expect(newPart(known, known + more)).toBe(more);
    }),
  );
});

test("a log whose beginning was dropped goes on where it was", () => {
  const lines = Array.from({ length: 100 }, (_, index) => `line ${index}\n`);
  expect(newPart(lines.slice(0, 90).join(""), lines.slice(50).join(""))).toBe(
    lines.slice(90).join(""),
  );
});

test("a log that has nothing of what is known is news as a whole", () => {
  expect(newPart("before", "after")).toBe("after");
});

test("a line that is not over waits for its end, and a break is not cut in two", () => {
  expect(splitLines("a\r\nb\rc\nd")).toEqual({ lines: ["a", "b", "c"], rest: "d" });
  expect(splitLines("a\r")).toEqual({ lines: [], rest: "a\r" });
});

test("a line keeps its indentation and loses what a terminal obeys", () => {
  expect(cleanLine("\t  at\u001b[31m x")).toBe("      at [31m x");
});
