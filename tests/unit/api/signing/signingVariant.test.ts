import {
  documentedVariant,
  isUsableDate,
  otherDialect,
  type SigningVariant,
  type RefusedSignature,
} from "../../../../provider/api/signing/signingVariant";
import { START_OF_TIME } from "../../../support/fakes";

const at = (offsetMs: number): string => new Date(START_OF_TIME + offsetMs).toUTCString();

const ask = (refusal: Partial<RefusedSignature>): SigningVariant | undefined =>
  otherDialect({
    tried: [documentedVariant],
    date: at(0),
    nowMs: START_OF_TIME,
    bodyDiffers: false,
    queryDiffers: false,
    ...refusal,
  });

describe("otherDialect", () => {
  const late: SigningVariant = { ...documentedVariant, clockOffsetMs: 600_000 };
  test("blames the key when the clock is right and nothing can be spelled differently", () => {
    expect(ask({})).toBeUndefined();
  });

  test.each([60_000, -60_000, 600_000, -86_400_000, 366 * 86_400_000])(
    "G06: takes over a clock that is %p ms off",
    (offsetMs) => {
      expect(ask({ date: at(offsetMs) })).toEqual({
        ...documentedVariant,
        clockOffsetMs: offsetMs,
      });
    },
  );

  test.each([0, 59_000, -59_000])("leaves a clock alone that is %p ms off", (offsetMs) => {
    expect(ask({ date: at(offsetMs) })).toBeUndefined();
  });

  test.each([
    ["missing", undefined],
    ["empty", ""],
    ["no date", "soon"],
    ["of another age", "Thu, 01 Jan 2099 00:00:00 GMT"],
    ["of the epoch", "Thu, 01 Jan 1970 00:00:00 GMT"],
  ])("G08: does not believe a Date header that is %s", (_name, date) => {
    expect(ask({ date })).toBeUndefined();
  });

  test.each<{ name: string; refusal: Partial<RefusedSignature>; expected?: SigningVariant }>([
    {
      name: "sets a clock right again that was wrongly set before",
      refusal: { tried: [late] },
      expected: documentedVariant,
    },
    {
      name: "leaves a clock alone that was set before, and is right",
      refusal: { tried: [late], date: at(600_000) },
    },
    {
      name: "sets the clock once",
      refusal: { tried: [documentedVariant, late], date: at(1_200_000) },
    },
  ])("$name", ({ refusal, expected }) => {
    expect(ask(refusal)).toEqual(expected);
  });

  const [body, query] = [{ bodyDiffers: true }, { queryDiffers: true }];
  test.each<[string, Partial<SigningVariant>, Partial<SigningVariant>, Partial<RefusedSignature>]>([
    ["an escaped body", { body: "escaped" }, { body: "raw" }, body],
    ["a raw body", { body: "raw" }, { body: "escaped" }, body],
    ["a query with %20", { space: "%20" }, { space: "+" }, query],
    ["a query with a plus", { space: "+" }, { space: "%20" }, query],
  ])("tries %s that was refused once in the other way", (_name, one, other, refusal) => {
    const first: SigningVariant = { ...documentedVariant, ...one };
    const second: SigningVariant = { ...documentedVariant, ...other };
    const asked = [
      ask({ tried: [first], ...refusal }),
      ask({ tried: [first, second], ...refusal }),
    ];
    expect(asked).toEqual([second, undefined]);
  });

  test("tries the clock, then the body, then the query, each with what it has learnt", () => {
    const tried: [SigningVariant, ...SigningVariant[]] = [documentedVariant];
    let next: SigningVariant | undefined = documentedVariant;
    while (next !== undefined && tried.length < 10) {
      next = ask({ tried, date: at(600_000), bodyDiffers: true, queryDiffers: true });
      if (next !== undefined) tried.push(next);
    }
    expect(tried).toEqual([
      { body: "escaped", space: "%20", clockOffsetMs: 0 },
      { body: "escaped", space: "%20", clockOffsetMs: 600_000 },
      { body: "raw", space: "%20", clockOffsetMs: 600_000 },
      { body: "raw", space: "+", clockOffsetMs: 600_000 },
    ]);
  });
});

describe("isUsableDate", () => {
  test.each([
    ["of now", at(0), true],
    ["a year off", at(366 * 86_400_000), true],
    ["more than a year off", at(366 * 86_400_000 + 1_000), false],
    ["missing", undefined, false],
    ["no date", "soon", false],
  ])("a Date header that is %s", (_name, date, expected) => {
    expect(isUsableDate(date, START_OF_TIME)).toBe(expected);
  });
});
