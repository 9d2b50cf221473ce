import { createLimiter } from "../../../../provider/api/http/concurrencyLimit";

test("a limiter runs so many tasks at once, in order, and passes the place of a failed one on", async () => {
  const limiter = createLimiter(2);
  const begun: number[] = [];
  const ends = new Map<number, (error?: Error) => void>();
  const ending = [1, 2, 3, 4].map((name) =>
    limiter.run(() => {
      begun.push(name);
      return new Promise<number>((resolve, reject) => {
        ends.set(name, (error) => (error === undefined ? resolve(name) : reject(error)));
      });
    }),
  );
  const results = Promise.allSettled(ending);
  const counts = [begun.length];
  for (const name of [2, 1, 3, 4]) {
    ends.get(name)?.(name === 2 ? new Error("broken") : undefined);
    await new Promise(setImmediate);
    counts.push(begun.length);
  }
  expect([begun, counts]).toEqual([
    [1, 2, 3, 4],
    [2, 3, 4, 4, 4],
  ]);
  expect((await results).map(({ status }) => status === "fulfilled")).toEqual([
    true,
    false,
    true,
    true,
  ]);
});
