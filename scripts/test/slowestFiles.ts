// Which files of tests take the time, so that nobody has to measure before making a run shorter.
import path from "node:path";
import type { JestReport } from "./countResults";

/** A file of tests, and how long it took. */
export interface FileTime {
  /** Path below tests/, with `/` and without `.test.ts`. */
  readonly file: string;
  readonly ms: number;
}

/** How many files the end of a run names. */
export const SLOWEST = 15;

/** The time of each file, as the report tells it. */
export function fileTimes(report: JestReport | undefined, root: string): readonly FileTime[] {
  return (report?.testResults ?? []).map(({ name, startTime, endTime }) => ({
    file: path
      .relative(path.join(root, "tests"), name)
      .split(path.sep)
      .join("/")
      .replace(/\.test\.ts$/, ""),
    ms: endTime - startTime,
  }));
}

/** The lines that name the slowest files, the slowest first; none where no file ran. */
export function slowestFiles(times: readonly FileTime[], count = SLOWEST): readonly string[] {
  const slowest = [...times].sort((one, other) => other.ms - one.ms).slice(0, count);
  if (slowest.length === 0) return [];
  const seconds = slowest.map(({ ms }) => (ms / 1_000).toFixed(1));
  const width = Math.max(...seconds.map((text) => text.length));
  return [
    "slowest files, in seconds:",
    ...slowest.map(({ file }, index) => `${(seconds[index] ?? "").padStart(width)}  ${file}`),
  ];
}
