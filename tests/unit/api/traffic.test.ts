import { afterEnd, afterStart, breakerDelayMs, closedBreaker } from "../../../provider/api/breaker";
import { nextPace, unhurried, type Pace } from "../../../provider/api/pace";
import {
  fullBudget,
  payForRetry,
  refund,
  type RetryBudget,
} from "../../../provider/api/retryBudget";
import { createTraffic, HeldBack } from "../../../provider/api/traffic";
import { TransportError, type TransportResponse } from "../../../provider/api/transport";
import { createFakeClock } from "../fakes";

const answer = (status: number): TransportResponse => ({ status, headers: {}, body: "" });
const lost = new TransportError(true, undefined);

function times<T>(count: number, start: T, next: (value: T) => T): T {
  let value = start;
  for (let turn = 0; turn < count; turn += 1) value = next(value);
  return value;
}

describe("the pace", () => {
  const throttled = (pace: Pace): Pace => nextPace(pace, true);
  const answered = (pace: Pace): Pace => nextPace(pace, false);

  test.each([
    [1, 50],
    [2, 100],
    [3, 200],
    [20, 5_000],
  ])("after %d refusals in a row requests start %d ms apart", (count, intervalMs) => {
    expect(times(count, unhurried, throttled)).toEqual({ intervalMs });
  });

  test("is a tenth faster after an answer", () => {
    expect(answered({ intervalMs: 1_000 })).toEqual({ intervalMs: 900 });
  });

  test("forgets a limit that is gone", () => {
    expect(times(70, { intervalMs: 5_000 }, answered)).toEqual(unhurried);
  });
});

describe("the retry budget", () => {
  const retry = (budget: RetryBudget | undefined): RetryBudget | undefined =>
    budget && payForRetry(budget, false);

  test("affords a hundred retries and no more", () => {
    expect(times(100, fullBudget as RetryBudget | undefined, retry)).toEqual({ tokens: 0 });
    expect(times(101, fullBudget as RetryBudget | undefined, retry)).toBeUndefined();
  });

  test("charges twice as much after a timeout", () => {
    expect(payForRetry({ tokens: 20 }, true)).toEqual({ tokens: 10 });
  });

  test("grows with every answer, up to what it began with", () => {
    expect(refund({ tokens: 7 })).toEqual({ tokens: 8 });
    expect(refund(fullBudget)).toEqual(fullBudget);
  });
});

describe("the breaker", () => {
  const fail = (count: number): typeof closedBreaker =>
    times(count, closedBreaker, (breaker) => afterEnd(breaker, true, 1_000));

  test("lets everything pass after 19 failures in a row", () => {
    expect(breakerDelayMs(fail(19), 1_000)).toBe(0);
  });

  test("holds everything for 30 s after 20 failures in a row", () => {
    expect(breakerDelayMs(fail(20), 1_000)).toBe(30_000);
  });

  test("lets one probe pass and holds the next for 30 s more", () => {
    const probing = afterStart(fail(20), 31_000);
    expect(breakerDelayMs(probing, 31_000)).toBe(30_000);
  });

  test("closes after one answer", () => {
    expect(afterEnd(fail(25), false, 40_000)).toEqual(closedBreaker);
  });
});

describe("the traffic", () => {
  const limits = { deadlineMs: Infinity, signal: undefined };

  test("spaces all requests after one was told to slow down", async () => {
    const clock = createFakeClock();
    const traffic = createTraffic(8, clock);
    const starts: number[] = [];
    const attempt = (status: number) => () => {
      starts.push(clock.monotonicMs());
      return Promise.resolve(answer(status));
    };
    await traffic.run(attempt(429), limits);
    await traffic.run(attempt(429), limits);
    await traffic.run(attempt(200), limits);
    expect(starts.map((start) => start - (starts[0] ?? 0))).toEqual([0, 50, 150]);
  });

  test("leaves a service that is down alone, but for a probe every 30 s", async () => {
    const clock = createFakeClock();
    const traffic = createTraffic(8, clock);
    const starts: number[] = [];
    for (let turn = 0; turn < 22; turn += 1) {
      await traffic.run(() => {
        starts.push(clock.monotonicMs());
        return Promise.resolve(lost);
      }, limits);
    }
    expect(starts.slice(18).map((start) => start - (starts[0] ?? 0))).toEqual([
      0, 0, 30_000, 60_000,
    ]);
  });

  test("does not keep a request waiting for longer than it has time", async () => {
    const clock = createFakeClock();
    const traffic = createTraffic(8, clock);
    for (let turn = 0; turn < 20; turn += 1) await traffic.run(() => Promise.resolve(lost), limits);
    const sent = jest.fn(() => Promise.resolve(answer(200)));
    const late = { deadlineMs: clock.monotonicMs() + 1_000, signal: undefined };
    await expect(traffic.run(sent, late)).rejects.toBeInstanceOf(HeldBack);
    expect(sent).not.toHaveBeenCalled();
  });

  test("takes a refusal for a sign of life", async () => {
    const clock = createFakeClock();
    const traffic = createTraffic(8, clock);
    const before = clock.monotonicMs();
    for (const result of [...Array<typeof lost>(19).fill(lost), answer(404), lost, lost]) {
      await traffic.run(() => Promise.resolve(result), limits);
    }
    expect(clock.monotonicMs()).toBe(before);
  });
});
