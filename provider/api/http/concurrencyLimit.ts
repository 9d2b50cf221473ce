/** Runs a limited number of tasks at a time; the others queue in order. */
export interface Limiter {
  run<T>(task: () => Promise<T>): Promise<T>;
}

/** Makes a limiter that runs at most `maxConcurrency` tasks at once. */
export function createLimiter(maxConcurrency: number): Limiter {
  let running = 0;
  const waiting: (() => void)[] = [];
  return {
    async run(task) {
      if (running >= maxConcurrency) {
        // A finished task hands its slot over, so `running` does not change here.
        await new Promise<void>((resolve) => waiting.push(resolve));
      } else {
        running += 1;
      }
      try {
        return await task();
      } finally {
        const next = waiting.shift();
        if (next === undefined) running -= 1;
        else next();
      }
    },
  };
}
