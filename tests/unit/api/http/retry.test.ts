import type { AttemptOutcome } from "../../../../provider/api/http/classifyAttempt";
import { decideRetry, type RetryQuestion } from "../../../../provider/api/http/retry";

const ask = (question: Partial<RetryQuestion>): ReturnType<typeof decideRetry> =>
  decideRetry({
    outcome: { kind: "unclear" },
    attempt: 1,
    remainingMs: 600_000,
    random: 0.5,
    repeatable: true,
    ...question,
  });

describe("decideRetry", () => {
  test.each<AttemptOutcome>([
    { kind: "answered" },
    { kind: "rejected" },
    { kind: "conflict" },
    { kind: "notSent", insecure: true },
  ])("never repeats after %p", (outcome) => {
    expect([ask({ outcome }), ask({ outcome, repeatable: false })]).toEqual(["stop", "stop"]);
  });

  test.each<AttemptOutcome>([{ kind: "notSent", insecure: false }, { kind: "throttled" }])(
    "repeats after %p even a purchase, for nothing was bought",
    (outcome) => {
      expect(ask({ outcome, repeatable: false })).toEqual({ delayMs: 250 });
    },
  );

  test("repeats a request that may have had its effect only if it is repeatable", () => {
    const outcome: AttemptOutcome = { kind: "unclear", retryAfterMs: 0 };
    expect(ask({ outcome, repeatable: false })).toBe("stop");
    expect(ask({ outcome: { kind: "unclear" } })).toEqual({ delayMs: 250 });
  });

  test.each([
    [1, 500],
    [2, 1_000],
    [3, 2_000],
    [4, 4_000],
  ])("waits after attempt %p for up to %p ms", (attempt, ceilingMs) => {
    expect([ask({ attempt, random: 0 }), ask({ attempt, random: 0.999999 })]).toEqual([
      { delayMs: 0 },
      { delayMs: ceilingMs },
    ]);
  });

  test("waits for 20 s at most between tries of a throttled request", () => {
    expect(ask({ outcome: { kind: "throttled" }, attempt: 11, random: 0.999999 })).toEqual({
      delayMs: 20_000,
    });
  });

  test.each<[AttemptOutcome, number]>([
    [{ kind: "unclear" }, 5],
    [{ kind: "notSent", insecure: false }, 5],
    [{ kind: "throttled" }, 12],
  ])("tries again after %p until attempt %p", (outcome, last) => {
    expect([
      ask({ outcome, attempt: last - 1, random: 0 }),
      ask({ outcome, attempt: last }),
    ]).toEqual([{ delayMs: 0 }, "stop"]);
  });

  test.each<AttemptOutcome>([
    { kind: "throttled", retryAfterMs: 2_000 },
    { kind: "unclear", retryAfterMs: 2_000 },
  ])("adds its jitter to the server's request of %p", (outcome) => {
    expect(ask({ outcome })).toEqual({ delayMs: 2_250 });
  });

  test.each([
    [2_251, { delayMs: 2_250 }],
    [2_250, "stop"],
    [0, "stop"],
    [-1, "stop"],
  ])("compares the delay with the %p ms that are left", (remainingMs, expected) => {
    expect(ask({ outcome: { kind: "throttled", retryAfterMs: 2_000 }, remainingMs })).toEqual(
      expected,
    );
  });
});
