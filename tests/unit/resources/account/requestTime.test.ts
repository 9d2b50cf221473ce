// A request's time is recorded by a clock that may be set before the record is read.
import {
  isSurelyBefore,
  likelySpan,
  longestRequestAgeMs,
  requestAgeMs,
  requestSpan,
  type RequestTime,
} from "../../../../provider/resources/account/requestTime";
import { START_OF_TIME as SENT } from "../../../support/fakes";

const HOUR = 3_600_000;
const MINUTE = 60_000;

/** A request of five minutes ago, as a clock recorded it that was so far ahead, and what is known now. */
interface Case {
  readonly name: string;
  readonly sent: RequestTime;
  /** Our clock now, and how far the service's is ahead of it. */
  readonly now: readonly [nowMs: number, clockOffsetMs: number | undefined];
  readonly ageMs: number;
  /** The longer of two ages, where the clocks disagree. */
  readonly longestMs?: number;
  /** By the service's clock, from the moment of the request. */
  readonly span: readonly [fromMs: number, untilMs: number];
}

const NOW = SENT + 5 * MINUTE;

test.each<Case>([
  {
    name: "no clock was ever wrong",
    sent: { postedAtMs: SENT, clockOffsetMs: 0 },
    now: [NOW, 0],
    ageMs: 5 * MINUTE,
    span: [0, 0],
  },
  {
    name: "our clock was an hour slow, and was corrected",
    sent: { postedAtMs: SENT - HOUR, clockOffsetMs: HOUR },
    now: [NOW, 0],
    ageMs: 5 * MINUTE,
    longestMs: HOUR + 5 * MINUTE,
    span: [-HOUR, 0],
  },
  {
    name: "our clock was an hour fast, and was corrected: it may be younger than it is",
    sent: { postedAtMs: SENT + HOUR, clockOffsetMs: -HOUR },
    now: [NOW, 0],
    ageMs: 0,
    longestMs: 5 * MINUTE,
    span: [0, HOUR],
  },
  {
    name: "the service's clock jumped by an hour: ours says how old it is",
    sent: { postedAtMs: SENT, clockOffsetMs: 0 },
    now: [NOW, HOUR],
    ageMs: 5 * MINUTE,
    longestMs: HOUR + 5 * MINUTE,
    span: [0, HOUR],
  },
  {
    name: "the service's clock was not known then, and is an hour slow now",
    sent: { postedAtMs: SENT },
    now: [NOW, -HOUR],
    ageMs: 5 * MINUTE,
    span: [-HOUR, 0],
  },

  {
    name: "the service's clock is not known now",
    sent: { postedAtMs: SENT - HOUR, clockOffsetMs: HOUR },
    now: [NOW, undefined],
    ageMs: HOUR + 5 * MINUTE,
    span: [0, 0],
  },
])("$name", ({ sent, now: [nowMs, clockOffsetMs], ageMs, longestMs = ageMs, span }) => {
  const now = { nowMs, clockOffsetMs };
  const { fromMs, untilMs } = requestSpan(sent, now);
  expect([requestAgeMs(sent, now), longestRequestAgeMs(sent, now)]).toEqual([ageMs, longestMs]);
  expect([fromMs - SENT, untilMs - SENT]).toEqual(span);
});

describe("a request was surely sent before another one", () => {
  const at = (postedAtMs: number, clockOffsetMs?: number): RequestTime => ({
    postedAtMs,
    clockOffsetMs,
  });
  test.each<[string, RequestTime, RequestTime, boolean]>([
    ["by both clocks", at(SENT, 0), at(SENT + 1, 0), true],
    ["not at the same moment", at(SENT, 0), at(SENT, 0), false],
    ["not where our clock was set back since", at(SENT, 0), at(SENT - HOUR, 2 * HOUR), false],
    ["not where our clock was set forward", at(SENT, HOUR), at(SENT + 1, 0), false],
    ["not where the service's clock is known for one alone", at(SENT), at(SENT + 1, 5), false],
    ["by our clock where the service never shows its own", at(SENT), at(SENT + 1), true],
  ])("%s", (_name, earlier, later, expected) => {
    expect(isSurelyBefore(earlier, later)).toBe(expected);
  });
});

test.each([
  ["by the service's clock of then", HOUR, 2 * HOUR, SENT + HOUR],
  ["by the service's clock of then where it shows none now", HOUR, undefined, SENT + HOUR],
  ["by our clock where the service never shows its own", undefined, undefined, SENT],
  ["not known where the service shows its clock only now", undefined, 2 * HOUR, undefined],
])("the likely moment of a request is %s", (_name, thenMs, nowMs, atMs) => {
  const span = likelySpan({ postedAtMs: SENT, clockOffsetMs: thenMs }, { clockOffsetMs: nowMs });
  expect(span).toEqual(atMs === undefined ? undefined : { fromMs: atMs, untilMs: atMs });
});
