import { setMaxListeners } from "node:events";

import { DispersedError } from "../../../../provider/api/errors/errors";
import { createPoller, type Poller } from "../../../../provider/api/polling/poller";
import type { Observation } from "../../../../provider/api/polling/observations";
import { createFakeClock, createFakeEntropy, rejection } from "../../../support/fakes";

interface Rig {
  readonly poller: Poller<string>;
  /** The keys of each request for many. */
  readonly together: readonly (readonly string[])[];
  /** The keys of the requests for one. */
  readonly alone: readonly string[];
}

/** A poller of things that are `up`, which asks about many as `many` says. */
function createRig(many: (keys: readonly string[]) => ReadonlyMap<string, string> | Error): Rig {
  const together: (readonly string[])[] = [];
  const alone: string[] = [];
  const poller = createPoller<string>({
    clock: createFakeClock(),
    entropy: createFakeEntropy(),
    observe: (key) => {
      alone.push(key);
      return Promise.resolve("up");
    },
    observeMany: (keys) => {
      together.push(keys);
      const answer = many(keys);
      return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
    },
  });
  return { poller, together, alone };
}

const all = (keys: readonly string[]): ReadonlyMap<string, string> =>
  new Map(keys.map((key) => [key, "up"]));
const keysOf = (count: number): string[] => Array.from({ length: count }, (_, i) => `job ${i}`);
const { signal } = new AbortController();
setMaxListeners(0, signal);

/** Watches each key until it is seen, and tells what was seen. */
const watchAll = (poller: Poller<string>, keys: readonly string[]): Promise<unknown[]> =>
  Promise.all(
    keys.map((key) =>
      poller.watch(key, {
        deadlineMs: 60_000,
        signal,
        onObservation: (observation: Observation<string>) =>
          observation.seen ? observation.value : undefined,
      }),
    ),
  );

test("many who wait share one request", async () => {
  const { poller, together, alone } = createRig(all);
  await watchAll(poller, keysOf(30));
  expect([together, alone]).toEqual([[keysOf(30)], []]);
});

test("one request asks for 50 at most", async () => {
  const { poller, together } = createRig(all);
  await watchAll(poller, keysOf(120));
  expect(together.map((keys) => keys.length)).toEqual([50, 50, 20]);
});

test.each([
  ["one watcher alone", ["job"]],
  ["two watchers of the same key", ["job", "job"]],
])("%s: one request for one", async (_who, keys) => {
  const { poller, together, alone } = createRig(all);
  const seen = await watchAll(poller, keys);
  expect([seen, together, alone]).toEqual([keys.map(() => "up"), [], ["job"]]);
});

test("a key that a service without filters leaves out is read alone", async () => {
  const { poller, alone } = createRig(() => new Map([["job 1", "up"]]));
  await watchAll(poller, keysOf(3));
  expect(alone).toEqual(["job 0", "job 2"]);
});

test.each([
  ...[400, 404, 405, 422].map((status) => new DispersedError("rejected", "no filter", { status })),
  new DispersedError("ambiguous", "no filter", { status: 501 }),
  new DispersedError("badResponse", "no list"),
])("a service that does not filter (%p) is asked about each alone", async (error) => {
  const { poller, alone } = createRig(() => error);
  expect([await watchAll(poller, keysOf(3)), alone]).toEqual([["up", "up", "up"], keysOf(3)]);
});

test.each([
  ["a service that is down", new DispersedError("ambiguous", "down", { status: 503 })],
  ["a service that asks for fewer requests", new DispersedError("rejected", "", { status: 429 })],
  ["a service that cannot be reached", new DispersedError("notSent", "refused")],
  ["a key that is revoked", new DispersedError("rejected", "no", { status: 401 })],
])("%s is not asked fifty times as much", async (_name, error) => {
  const { poller, alone } = createRig(() => error);
  const seen: unknown[] = [];
  const look = (observation: Observation<string>): true => {
    seen.push(observation);
    return true;
  };
  await Promise.all(
    keysOf(50).map((key) => poller.watch(key, { deadlineMs: 0, signal, onObservation: look })),
  );
  expect([alone, new Set(seen)]).toEqual([[], new Set(seen.map(() => ({ seen: false, error })))]);
});

test("a watcher that leaves does not end the others", async () => {
  const leaving = new AbortController();
  const { poller } = createRig(all);
  const gone = rejection(
    poller.watch("job 9", {
      deadlineMs: 60_000,
      signal: leaving.signal,
      onObservation: () => undefined,
    }),
  );
  const others = watchAll(poller, keysOf(2));
  leaving.abort(new Error("left"));
  expect([await gone, await others]).toEqual([new Error("left"), ["up", "up"]]);
});
