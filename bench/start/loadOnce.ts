// How long the dynamic host takes to load this package.
import { spawnSync } from "node:child_process";

/** Milliseconds from the first word of a provider's text in the state to a provider, in a new process. */
export function loadOnce(host: string): number {
  const program = `const start = performance.now();
    require(${JSON.stringify(host)}).provider("Job");
    process.stdout.write(String(performance.now() - start));`;
  const { stdout, status } = spawnSync(process.execPath, ["-e", program], { encoding: "utf8" });
  if (status !== 0) throw new Error("the host could not be loaded");
  return Number(stdout);
}
