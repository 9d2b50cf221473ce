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
  /** The times at which the thing was read. */
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
  test("reads at once, and is over when the value says so", async () => {
    const rig = createRig((key) => `${key} is up`);
    const result = await rig.watch((observation) =>
      observation.seen ? observation.value : undefined,
    );
    expect([result, rig.looks, rig.clock.slept]).toEqual(["job is up", [0], []]);
  });

  test("reads after growing pauses, and a last time at the deadline", async () => {
    const rig = createRig(() => "");
    await rig.watch(never, { deadlineMs: 120_000 });
    const pauses = rig.looks.slice(1, -1).map((look, index) => look - (rig.looks[index] ?? NaN));
    expect(pauses).toEqual([...pauses].sort((one, other) => one - other));
    expect([pauses[0], rig.looks.at(-1)]).toEqual([1_000, 120_000]);
    expect(pauses.at(-1)).toBeGreaterThan(5_000);
  });

  test("reads quickly again after a change", async () => {
    const rig = createRig((_key, clock) =>
      clock.monotonicMs() < 100_000 ? "PENDING" : "ASSIGNED",
    );
    await rig.watch(never, { deadlineMs: 120_000 });
    const after = rig.looks.filter((look) => look >= 100_000);
    expect((after[2] ?? NaN) - (after[1] ?? NaN)).toBe(1_000);
  });

  test.each([
    { name: "with the result of the last read", lastMs: 30_000, result: "late" },
    { name: "without a result where there was none", lastMs: NaN, result: undefined },
  ])("ends at its deadline $name", async ({ lastMs, result }) => {
    const rig = createRig(() => "");
    const look = (): string | undefined =>
      rig.clock.monotonicMs() === lastMs ? "late" : undefined;
    expect(await rig.watch(look, { deadlineMs: 30_000 })).toBe(result);
  });

  test("reads once more when a read took longer than the time that was left", async () => {
    const rig = createRig((_key, clock) => {
      clock.advance(90_000);
      return "";
    });
    await rig.watch(never);
    expect([rig.looks, rig.clock.slept]).toEqual([[0, 90_000], []]);
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
