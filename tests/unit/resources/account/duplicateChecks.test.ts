import type { MarkedJob } from "../../../../provider/resources/account/sharedJobList";
import {
  createDuplicateChecks,
  type DuplicateCheck,
  type DuplicateChecks,
} from "../../../../provider/resources/account/duplicateChecks";

interface Bench {
  readonly looks: DuplicateChecks;
  /** The jobs that each listing was to go down to. */
  readonly listed: readonly (readonly string[])[];
  /** Lets the time pass that a look is put off; that until the next create begins passes by itself. */
  readonly wake: () => void;
  /** Sets the clock. */
  readonly setClock: (ms: number) => void;
  /** How long creates waited for the next one to begin, in milliseconds. */
  readonly waited: readonly number[];
  /** How long looks were put off, in milliseconds. */
  readonly putOff: readonly number[];
  /** What became of the looks, in order. */
  readonly said: readonly string[];
  /** A look that says what it was told; `judging` is how long it takes to judge. */
  readonly look: (name: string, judging?: Promise<void>) => DuplicateCheck;
}

function openLooks(list: () => Promise<readonly MarkedJob[]> = () => Promise.resolve([])): Bench {
  const listed: (readonly string[])[] = [];
  const said: string[] = [];
  const putOff: number[] = [];
  const waited: number[] = [];
  let wake: () => void = () => undefined;
  let nowMs = 0;
  const looks = createDuplicateChecks({
    jobList: {
      listNewest: (uuids) => {
        listed.push(uuids);
        return list();
      },
    },
    clock: {
      monotonicMs: () => nowMs,
      sleep: (ms, signal) =>
        new Promise((resolve, reject) => {
          if (ms < 1_000) {
            waited.push(ms);
            setImmediate(resolve);
          } else {
            putOff.push(ms);
            wake = resolve;
          }
          signal?.addEventListener("abort", () => reject(new Error("called off")));
        }),
    },
  });
  return {
    looks,
    listed,
    said,
    putOff,
    waited,
    wake: () => wake(),
    setClock: (ms) => void (nowMs = ms),
    look: (name, judging = Promise.resolve()) => ({
      uuid: name,
      judge: async () => {
        await judging;
        said.push(`${name} saw`);
      },
      failed: (error) => void said.push(`${name} failed: ${(error as Error).message}`),
    }),
  };
}

/** Lets everything happen that needs no more than its turn. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test("a create on its own checks before it ends, and does not wait", async () => {
  const { looks, look, said, listed, waited } = openLooks();
  await looks.begin().finishWithCheck(look("a"));
  expect([said, listed, waited]).toEqual([["a saw"], [["a"]], []]);
});

test.each([
  [1_000, [250]],
  [1_001, []],
])("a create that ends %d ms after another waits for the next one: %p", async (ms, expected) => {
  const { looks, look, setClock, waited } = openLooks();
  setClock(60_000);
  await looks.begin().finishWithCheck(look("a"));
  setClock(60_000 + ms);
  await looks.begin().finishWithCheck(look("b"));
  expect(waited).toEqual(expected);
});

test("a create without a job to check does not wait, and lists nothing", async () => {
  const { looks, look, listed, waited } = openLooks();
  await looks.begin().finishWithCheck(look("a"));
  await looks.begin().end();
  expect([listed, waited]).toEqual([[["a"]], []]);
});

test("a create that another one follows closely leaves its check to it", async () => {
  const { looks, look, said } = openLooks();
  await looks.begin().finishWithCheck(look("a"));
  const second = looks.begin().finishWithCheck(look("b"));
  looks.begin();
  await second;
  expect(said).toEqual(["a saw"]);
});

test("creates side by side share the check of the last one", async () => {
  const { looks, look, said, listed } = openLooks();
  const [first, second, third] = [looks.begin(), looks.begin(), looks.begin()];
  await first.finishWithCheck(look("a"));
  await second.finishWithCheck(look("b"));
  expect(said).toEqual([]);
  await third.finishWithCheck(look("c"));
  expect([said, listed]).toEqual([["a saw", "b saw", "c saw"], [["a", "b", "c"]]]);
});

test("a check is delayed for ten seconds and no longer", async () => {
  const { looks, look, said, wake, putOff } = openLooks();
  const [first] = [looks.begin(), looks.begin()];
  await first.finishWithCheck(look("a"));
  wake();
  await settled();
  expect([said, putOff]).toEqual([["a saw"], [10_000]]);
});

test("creates that have ended delay nothing any longer, and the next ones begin anew", async () => {
  const { looks, look, said, wake, putOff } = openLooks();
  const [first, second, third] = [looks.begin(), looks.begin(), looks.begin(), looks.begin()];
  await first.finishWithCheck(look("a"));
  await second.finishWithCheck(look("b"));
  wake();
  await settled();
  await third.finishWithCheck(look("c"));
  expect([said, putOff]).toEqual([
    ["a saw", "b saw"],
    [10_000, 10_000],
  ]);
});

test("a create that has checked and ends is counted once", async () => {
  const { looks, look, said } = openLooks();
  const [first, second] = [looks.begin(), looks.begin()];
  await first.finishWithCheck(look("a"));
  await first.end();
  expect(said).toEqual([]);
  await second.end();
  expect(said).toEqual(["a saw"]);
});

test("a failed check is reported to all creates that shared it, and to no other", async () => {
  const { looks, look, said } = openLooks(() => Promise.reject(new Error("no list")));
  const [first, second] = [looks.begin(), looks.begin()];
  await first.finishWithCheck(look("a"));
  await second.finishWithCheck(look("b"));
  expect(said).toEqual(["a failed: no list", "b failed: no list"]);
});

test("a create without a job delays nothing", async () => {
  const { looks, putOff } = openLooks();
  const [first] = [looks.begin(), looks.begin()];
  await first.end();
  expect(putOff).toEqual([]);
});

test("the last create checks for the others, though it fails itself", async () => {
  const { looks, look, said } = openLooks();
  const [first, second] = [looks.begin(), looks.begin()];
  await first.finishWithCheck(look("a"));
  await second.end();
  expect(said).toEqual(["a saw"]);
});
