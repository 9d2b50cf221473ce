// Runs tests of this package in a process of their own, as another machine would.
import { spawn } from "node:child_process";
import { delimiter, join } from "node:path";

/** How a run of jest ended. */
export interface TestRun {
  readonly code: number | null;
  /** How many tests passed, as jest says at its end. */
  readonly passed: number;
  readonly output: string;
}

/** Runs test files of tests/e2e below `root`, one after the other, with folders in front of PATH. */
export function runTests(
  root: string,
  files: readonly string[],
  firstOnPath: readonly string[],
): Promise<TestRun> {
  const jest = join(root, "node_modules", "jest", "bin", "jest.js");
  const args = ["--selectProjects", "e2e", "--runInBand", "--testPathPatterns", ...files];
  // What the outer run sets for its own processes would be taken for the inner one's.
  const own = ["JEST_WORKER_ID", "NODE_OPTIONS"];
  const inherited = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !own.includes(name)),
  );
  const env = { ...inherited, PATH: [...firstOnPath, process.env["PATH"]].join(delimiter) };
  const child = spawn("node", [jest, ...args], {
    cwd: root,
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => (output += text));
  }
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => {
      const [, passed] = /^Tests:.* (\d+) passed/m.exec(output) ?? [];
      resolve({ code, passed: Number(passed ?? 0), output });
    });
  });
}

/** What every version has to pass: the life of a job, what fails, a job of a recipe, and the plugin. */
export const FIXED_SET = [
  "e2e/job/life",
  "e2e/job/failure",
  "e2e/matrix/recipe",
  "e2e/plugin/yaml",
];
