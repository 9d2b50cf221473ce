import fc from "fast-check";

import { createPoller, pollInterval } from "../../../provider/api/poller";
import type { Sighting } from "../../../provider/api/sightings";
import { createFakeClock, createFakeEntropy, rejection, type FakeClock } from "../fakes";

interface Rig {
  readonly clock: FakeClock;
  /** The times at which the thing was looked at. */
  readonly looks: number[];
  watch<R>(
    look: (sighting: Sighting<string>) => R | undefined,
    options?: { deadlineMs?: number; signal?: AbortSignal },
  ): Promise<R | undefined>;
}

function createRig(observe: (key: string, clock: FakeClock) => string): Rig {
  const clock = createFakeClock();
  const looks: number[] = [];
  const poller = createPoller({
    clock,
    entropy: createFakeEntropy(0.999999),
    observe: (key) => {
      looks.push(clock.monotonicMs());
      return new Promise<string>((resolve) => resolve(observe(key, clock)));
    },
  });
  return {
    clock,
    looks,
    watch: (look, { deadlineMs = 60_000, signal = new AbortController().signal } = {}) =>
      poller.watch("job", { deadlineMs, signal, look }),
  };
}

const never = (): undefined => undefined;

describe("a watch", () => {
  test("looks at once, and is over when the look says so", async () => {
    const rig = createRig((key) => `${key} is up`);

    const result = await rig.watch((sighting) => (sighting.seen ? sighting.value : undefined));

    expect([result, rig.looks, rig.clock.slept]).toEqual(["job is up", [0], []]);
  });

  test("looks after growing pauses, and a last time at the deadline", async () => {
    const rig = createRig(() => "");

    await rig.watch(never, { deadlineMs: 30_000 });

    expect(rig.looks).toEqual([0, 1_000, 2_500, 4_750, 8_125, 13_187, 20_781, 30_000]);
  });

  test("is over after the last look, whatever that saw", async () => {
    const rig = createRig(() => "");

    expect(
      await rig.watch(() => (rig.looks.length === 8 ? "late" : undefined), { deadlineMs: 30_000 }),
    ).toBe("late");
  });

  test("ends without a result when nothing was seen by its deadline", async () => {
    const result = await createRig(() => "").watch<string>(never, { deadlineMs: 30_000 });

    expect(result).toBeUndefined();
  });

  test("looks once when there is no time at all", async () => {
    const rig = createRig(() => "");

    await rig.watch(never, { deadlineMs: 0 });

    expect(rig.looks).toEqual([0]);
  });

  test("looks once more when a look took longer than the time that was left", async () => {
    const rig = createRig((_key, clock) => {
      clock.advance(90_000);
      return "";
    });

    await rig.watch(never);

    expect([rig.looks, rig.clock.slept]).toEqual([[0, 90_000], []]);
  });

  test("shows a failed look to the watcher and goes on", async () => {
    const broken = new Error("broken");
    const rig = createRig(() => {
      throw broken;
    });
    const seen: Sighting<string>[] = [];

    await rig.watch((sighting) => {
      seen.push(sighting);
      return seen.length === 2 ? "enough" : undefined;
    });

    expect(seen).toEqual([
      { seen: false, error: broken },
      { seen: false, error: broken },
    ]);
  });

  test("is ended in the middle of a pause by its signal", async () => {
    const abort = new AbortController();
    const stopped = new Error("stopped");
    const rig = createRig(() => "");

    const error = await rejection(
      rig.watch(
        () => {
          void Promise.resolve().then(() => abort.abort(stopped));
          return undefined;
        },
        { signal: abort.signal },
      ),
    );

    expect([error, rig.looks, rig.clock.slept]).toEqual([stopped, [0], []]);
  });
});

describe("pollInterval", () => {
  test.each([
    [0, 0, 1_000],
    [0, 0.999999, 1_000],
    [1, 0, 1_125],
    [1, 0.999999, 1_500],
    [5, 0, 5_695],
    [6, 0, 7_500],
    [6, 0.999999, 10_000],
    [1_000, 0.999999, 10_000],
  ])("after turn %p with chance %p is %p ms", (turn, random, expected) => {
    expect(pollInterval(turn, random)).toBe(expected);
  });

  test("is always between 1 s and 10 s", () => {
    fc.assert(
      fc.property(
        fc.nat(),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (turn, random) => {
          const pauseMs = pollInterval(turn, random);
          expect(pauseMs >= 1_000 && pauseMs <= 10_000).toBe(true);
        },
      ),
    );
  });
});
