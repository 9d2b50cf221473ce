import {
  creationSpan,
  isCreatedBefore,
  isInOrder,
} from "../../../../provider/api/endpoints/createdAt";

const at = (text: string): number => Date.parse(text);
const DAY_MS = 24 * 3_600_000;

test.each([
  { text: "2024-02-02T10:00:00.500Z", from: "2024-02-02T10:00:00.500Z", lengthMs: 1 },
  { text: "2024-02-02T10:00:00+02:00", from: "2024-02-02T08:00:00Z", lengthMs: 1 },
  { text: "2024-02-02T10:00:00", from: "2024-02-02T10:00:00Z", lengthMs: 1 },
  { text: "2024-02-02", from: "2024-02-02T00:00:00Z", lengthMs: DAY_MS },
])("the creation time $text begins at $from, for $lengthMs ms", ({ text, from, lengthMs }) => {
  expect(creationSpan(text)).toEqual({ fromMs: at(from), untilMs: at(from) + lengthMs });
});

test.each(["soon", undefined])("%p is no creation time", (text) => {
  expect(creationSpan(text)).toBeUndefined();
});

test.each([
  ["2024-02-01", true],
  ["2024-02-02", false],
  ["2024-02-02T09:59:59Z", true],
  ["2024-02-02T10:00:00Z", false],
  ["never", false],
])("whether %s is before ten o'clock on 2 February: %s", (text, expected) => {
  expect(isCreatedBefore(text, at("2024-02-02T10:00:00Z"))).toBe(expected);
});

test.each([
  ["2024-02-02", "2024-02-02T23:59:59Z", true],
  ["2024-02-02T01:00:00Z", "2024-02-02", true],
  ["2024-02-02T01:00:00Z", "2024-02-02T01:00:00.001Z", false],
  [undefined, "2024-02-02", false],
])(
  "whether %s may come before %s in a list that is newest first: %s",
  (first, second, expected) => {
    expect(isInOrder(first, second)).toBe(expected);
  },
);
