import {
  creationSpan,
  isCreatedBefore,
  isInOrder,
} from "../../../../provider/api/endpoints/createdAt";

const at = (text: string): number => Date.parse(text);

test.each<[string | undefined, { fromMs: number; untilMs: number } | undefined]>([
  [
    "2024-02-02T10:00:00.500Z",
    { fromMs: at("2024-02-02T10:00:00.500Z"), untilMs: at("2024-02-02T10:00:00.501Z") },
  ],
  [
    "2024-02-02T10:00:00+02:00",
    { fromMs: at("2024-02-02T08:00:00Z"), untilMs: at("2024-02-02T08:00:00.001Z") },
  ],
  [
    "2024-02-02T10:00:00",
    { fromMs: at("2024-02-02T10:00:00Z"), untilMs: at("2024-02-02T10:00:00.001Z") },
  ],
  ["2024-02-02", { fromMs: at("2024-02-02T00:00:00Z"), untilMs: at("2024-02-03T00:00:00Z") }],
  ["soon", undefined],
  [undefined, undefined],
])("the creation time %s stands for %j", (text, span) => {
  expect(creationSpan(text)).toEqual(span);
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
  ["2024-02-02", "2024-02-03", false],
  ["2024-02-02T01:00:00Z", "2024-02-02T01:00:00.001Z", false],
  [undefined, "2024-02-02", false],
])(
  "whether %s may come before %s in a list that is newest first: %s",
  (first, second, expected) => {
    expect(isInOrder(first, second)).toBe(expected);
  },
);
