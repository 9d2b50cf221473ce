import { systemClock } from "../../../provider/api/clock";
import { rejection } from "../fakes";

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
});
