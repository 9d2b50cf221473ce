import { getEventListeners } from "node:events";

import { systemClock } from "../../../provider/api/clock";
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

  test("is over after the delay", async () => {
    const woken = jest.fn();
    void systemClock.sleep(5_000).then(woken);

    await jest.advanceTimersByTimeAsync(4_999);
    const before = woken.mock.calls.length;
    await jest.advanceTimersByTimeAsync(1);

    expect([before, woken.mock.calls.length]).toEqual([0, 1]);
  });

  test("does not end at once when the delay is more than a timer can hold", async () => {
    const woken = jest.fn();
    void systemClock.sleep(2 ** 40).then(woken);

    await jest.advanceTimersByTimeAsync(2 ** 31 - 2);

    expect(woken).not.toHaveBeenCalled();
  });

  test("ends at once for a negative delay", async () => {
    const woken = jest.fn();
    void systemClock.sleep(-5_000).then(woken);

    await jest.advanceTimersByTimeAsync(0);

    expect(woken).toHaveBeenCalledTimes(1);
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

  test("leaves nothing on its signal, which may live as long as the process", async () => {
    const { signal } = new AbortController();
    const sleep = systemClock.sleep(5_000, signal);
    const during = getEventListeners(signal, "abort").length;

    await jest.advanceTimersByTimeAsync(5_000);
    await sleep;

    expect([during, getEventListeners(signal, "abort").length]).toEqual([1, 0]);
  });
});
