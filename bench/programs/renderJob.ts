// What all programs of the benchmark ask for, so that they differ in nothing but the provider.

/** How many jobs a program has. */
export const jobCount = Number(process.env["BENCH_JOBS"]);

/** The inputs of each job. */
export const renderJob = {
  task: "BATCH",
  title: "render",
  maxTimeoutRunMs: 36_000_000,
  gpuCount: 1,
  minVramGb: 8,
  container: { image: "otoy/dispersed-base", tag: "1.0", ports: [8080] },
} as const;

/** The name of the job with this number. */
export const nameOf = (number: number): string => `render-${number}`;
