import { nextPace, unlimited, type Pace } from "../../../../provider/api/http/adaptiveRate";
import {
  fullBudget,
  payForRetry,
  refund,
  type RetryBudget,
} from "../../../../provider/api/http/retryBudget";
import { createTraffic, HeldBack } from "../../../../provider/api/http/requestScheduler";
import { TransportError, type TransportResponse } from "../../../../provider/api/http/transport";
import { createFakeClock } from "../../../support/fakes";

const answer = (status: number): TransportResponse => ({ status, headers: {}, body: "" });
const lost = new TransportError(true, undefined);

function times<T>(count: number, start: T, next: (value: T) => T): T {
  let value = start;
  for (let turn = 0; turn < count; turn += 1) value = next(value);
  return value;
}

describe("the pace", () => {
  /** One request after the other. */
  const after =
    (throttled: boolean) =>
    (pace: Pace): Pace => {
      const startMs = Math.max(0, pace.slowedMs);
      return nextPace(pace, { throttled, startMs, nowMs: startMs + 100 });
    };
  const throttled = after(true);
  const answered = after(false);

  test.each([
    [1, 50],
    [20, 5_000],
  ])("after %d refusals in a row requests start %d ms apart", (count, intervalMs) => {
    expect(times(count, unlimited, throttled).intervalMs).toBe(intervalMs);
  });

  test("is halved once for requests that were out together, and again for the next", () => {
    const refused = (startMs: number, nowMs: number) => (pace: Pace) =>
      nextPace(pace, { throttled: true, startMs, nowMs });
    const together = times(16, unlimited, refused(0, 100));
    expect([together.intervalMs, refused(100, 200)(together).intervalMs]).toEqual([50, 100]);
  });

  test("forgets a limit that is gone", () => {
    expect(times(140, { ...unlimited, intervalMs: 5_000 }, answered)).toEqual(unlimited);
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

  test("keeps a request in a line that moves, for as long as that takes", async () => {
    const clock = createFakeClock();
    const traffic = createTraffic(1, clock);
    const startsAndEnds: [number, number][] = [];
    const slow = async (endMs: number): Promise<TransportResponse> => {
      startsAndEnds.push([clock.monotonicMs(), endMs]);
      await clock.sleep(40_000);
      return answer(200);
    };
    const line = { deadlineMs: 60_000, signal: undefined };
    await Promise.all([1, 2, 3, 4].map(() => traffic.run(slow, line)));
    expect(startsAndEnds).toEqual([
      [0, 60_000],
      [40_000, 100_000],
      [80_000, 140_000],
      [120_000, 180_000],
    ]);
  });

  test.each([
    ["fails", lost],
    ["refuses for now", answer(429)],
  ])("gives up a request in a line where the service %s for that long", async (_name, result) => {
    const clock = createFakeClock();
    const traffic = createTraffic(1, clock);
    const slow = async (): Promise<typeof result> => {
      await clock.sleep(40_000);
      return result;
    };
    const line = { deadlineMs: 60_000, signal: undefined };
    const ends = await Promise.allSettled([1, 2, 3].map(() => traffic.run(slow, line)));
    expect(ends.map(({ status }) => status)).toEqual(["fulfilled", "fulfilled", "rejected"]);
  });

  test("charges no retry for a refusal for now", () => {
    const traffic = createTraffic(1, createFakeClock());
    times(500, true, () => traffic.mayRetry({ kind: "throttled" }));
    const paid = times(51, [] as boolean[], (all) => [
      ...all,
      traffic.mayRetry({ kind: "unclear" }),
    ]);
    expect(paid.filter(Boolean)).toHaveLength(50);
  });

  test("takes a refusal as an answer", async () => {
    const clock = createFakeClock();
    const traffic = createTraffic(8, clock);
    const before = clock.monotonicMs();
    for (const result of [...Array<typeof lost>(19).fill(lost), answer(404), lost, lost]) {
      await traffic.run(() => Promise.resolve(result), limits);
    }
    expect(clock.monotonicMs()).toBe(before);
  });
});
