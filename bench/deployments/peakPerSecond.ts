const SECOND_MS = 1_000;

/** Most of these moments, in order and in milliseconds, that lie within one second. */
export function peakPerSecond(times: readonly number[]): number {
  let first = 0;
  let most = 0;
  times.forEach((time, index) => {
    while ((times[first] ?? time) <= time - SECOND_MS) first += 1;
    most = Math.max(most, index - first + 1);
  });
  return most;
}
