/** Most of the times, which are in order, that lie within so many milliseconds. */
export function mostWithin(times: readonly number[], windowMs: number): number {
  let [most, first] = [0, 0];
  times.forEach((time, index) => {
    while (time - (times[first] ?? time) >= windowMs) first += 1;
    most = Math.max(most, index - first + 1);
  });
  return most;
}
