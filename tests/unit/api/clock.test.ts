import { getEventListeners } from "node:events";

import { every, systemClock } from "../../../provider/api/clock";
import { rejection } from "../../support/fakes";

test("the wall clock is the machine's", () => {
  jest.useFakeTimers({ now: 1_706_904_000_000 });
  try {
    expect(systemClock.nowMs()).toBe(1_706_904_000_000);
  } finally {
    jest.useRealTimers();
  }
});

test("the clock for deadlines never goes back", () => {
  const before = systemClock.monotonicMs();
  expect(systemClock.monotonicMs()).toBeGreaterThanOrEqual(before);
});

describe("systemClock.sleep", () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  test.each([
    { delayMs: 5_000, elapsedMs: 4_999, isOver: false },
    { delayMs: 5_000, elapsedMs: 5_000, isOver: true },
    { delayMs: 2 ** 40, elapsedMs: 2 ** 31 - 2, isOver: false },
    { delayMs: -5_000, elapsedMs: 0, isOver: true },
  ])("of $delayMs ms is over after $elapsedMs ms: $isOver", async (row) => {
    const woken = jest.fn();
    void systemClock.sleep(row.delayMs).then(woken);
    await jest.advanceTimersByTimeAsync(row.elapsedMs);
    expect(woken).toHaveBeenCalledTimes(row.isOver ? 1 : 0);
  });

  test("ends with the reason of its signal, and leaves no timer behind", async () => {
    const abort = new AbortController();
    const stopped = new Error("stopped");
    const sleep = rejection(systemClock.sleep(5_000, abort.signal));
    abort.abort(stopped);
    expect([await sleep, jest.getTimerCount()]).toEqual([stopped, 0]);
  });

  test("does not begin when its signal is aborted already", async () => {
    const stopped = new Error("stopped");
    const error = await rejection(systemClock.sleep(5_000, AbortSignal.abort(stopped)));
    expect([error, jest.getTimerCount()]).toEqual([stopped, 0]);
  });

  test("leaves no listener on its signal, which may live as long as the process", async () => {
    const { signal } = new AbortController();
    const sleep = systemClock.sleep(5_000, signal);
    const during = getEventListeners(signal, "abort").length;
    await jest.advanceTimersByTimeAsync(5_000);
    await sleep;
    expect([during, getEventListeners(signal, "abort").length]).toEqual([1, 0]);
  });
});

test("every calls at its interval until it is ended", async () => {
  jest.useFakeTimers();
  try {
    const call = jest.fn();
    const end = every(5_000, call);
    await jest.advanceTimersByTimeAsync(10_000);
    end();
    await jest.advanceTimersByTimeAsync(10_000);
    expect(call).toHaveBeenCalledTimes(2);
  } finally {
    jest.useRealTimers();
  }
});
