import { createLimiter } from "../../../../provider/api/http/concurrencyLimit";

/** Tasks that end when they are told to, and a record of those that began. */
function createTasks(): {
  readonly begun: number[];
  task(name: number): () => Promise<number>;
  end(name: number, error?: Error): Promise<void>;
} {
  const begun: number[] = [];
  const ends = new Map<number, (error?: Error) => void>();
  return {
    begun,
    task: (name) => () => {
      begun.push(name);
      return new Promise((resolve, reject) => {
        ends.set(name, (error) => (error === undefined ? resolve(name) : reject(error)));
      });
    },
    end: async (name, error) => {
      ends.get(name)?.(error);
      await new Promise(setImmediate);
    },
  };
}

describe("createLimiter", () => {
  test("runs so many tasks at once, and the rest in order", async () => {
    const limiter = createLimiter(2);
    const tasks = createTasks();
    const all = Promise.all([1, 2, 3, 4].map((name) => limiter.run(tasks.task(name))));
    const atFirst = [...tasks.begun];
    await tasks.end(2);
    const afterOne = [...tasks.begun];
    await tasks.end(1);
    await tasks.end(3);
    await tasks.end(4);
    expect([atFirst, afterOne, await all]).toEqual([
      [1, 2],
      [1, 2, 3],
      [1, 2, 3, 4],
    ]);
  });

  test("passes the place of a failed task on", async () => {
    const limiter = createLimiter(1);
    const tasks = createTasks();
    const first = limiter.run(tasks.task(1)).catch((error: unknown) => error);
    const second = limiter.run(tasks.task(2));
    const broken = new Error("broken");
    await tasks.end(1, broken);
    await tasks.end(2);
    expect([await first, await second]).toEqual([broken, 2]);
  });

  test("has its places free again when all is done", async () => {
    const limiter = createLimiter(1);
    const tasks = createTasks();
    const early = [limiter.run(tasks.task(1)), limiter.run(tasks.task(2))];
    await tasks.end(1);
    await tasks.end(2);
    await Promise.all(early);
    const late = [limiter.run(tasks.task(3)), limiter.run(tasks.task(4))];
    const begun = [...tasks.begun];
    await tasks.end(3);
    await tasks.end(4);
    await Promise.all(late);
    expect(begun).toEqual([1, 2, 3]);
  });
});
