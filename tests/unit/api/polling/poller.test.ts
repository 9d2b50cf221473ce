import { createPoller } from "../../../../provider/api/polling/poller";
import type { Observation } from "../../../../provider/api/polling/observations";
import {
  createFakeClock,
  createFakeEntropy,
  rejection,
  type FakeClock,
} from "../../../support/fakes";

interface Rig {
  readonly clock: FakeClock;
  /** The times at which the thing was looked at. */
  readonly looks: number[];
  watch<R>(
    look: (observation: Observation<string>) => R | undefined,
    options?: { deadlineMs?: number; signal?: AbortSignal },
  ): Promise<R | undefined>;
}

function createRig(observe: (key: string, clock: FakeClock) => string): Rig {
  const clock = createFakeClock();
  const looks: number[] = [];
  const poller = createPoller({
    clock,
    entropy: createFakeEntropy(0.999999),
    stageOf: (value: string) => value,
    observe: (key) => {
      looks.push(clock.monotonicMs());
      return new Promise<string>((resolve) => resolve(observe(key, clock)));
    },
  });
  return {
    clock,
    looks,
    watch: (look, { deadlineMs = 60_000, signal = new AbortController().signal } = {}) =>
      poller.watch("job", { deadlineMs, signal, onObservation: look }),
  };
}

const never = (): undefined => undefined;

describe("a watch", () => {
  test("looks at once, and is over when the look says so", async () => {
    const rig = createRig((key) => `${key} is up`);

    const result = await rig.watch((observation) =>
      observation.seen ? observation.value : undefined,
    );

    expect([result, rig.looks, rig.clock.slept]).toEqual(["job is up", [0], []]);
  });

  test("looks after growing pauses, and a last time at the deadline", async () => {
    const rig = createRig(() => "");

    await rig.watch(never, { deadlineMs: 120_000 });

    const pauses = rig.looks.slice(1, -1).map((look, index) => look - (rig.looks[index] ?? NaN));
    expect(pauses).toEqual([...pauses].sort((one, other) => one - other));
    expect([pauses[0], (pauses.at(-1) ?? 0) > 5_000, rig.looks.at(-1)]).toEqual([
      1_000,
      true,
      120_000,
    ]);
  });

  test("looks quickly again after a change", async () => {
    const rig = createRig((_key, clock) =>
      clock.monotonicMs() < 100_000 ? "PENDING" : "ASSIGNED",
    );

    await rig.watch(never, { deadlineMs: 120_000 });

    const after = rig.looks.filter((look) => look >= 100_000);
    expect((after[2] ?? NaN) - (after[1] ?? NaN)).toBe(1_000);
  });

  test("is over after the last look, whatever that saw", async () => {
    const rig = createRig(() => "");

    expect(
      await rig.watch(() => (rig.clock.monotonicMs() === 30_000 ? "late" : undefined), {
        deadlineMs: 30_000,
      }),
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
    const seen: Observation<string>[] = [];

    await rig.watch((observation) => {
      seen.push(observation);
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
