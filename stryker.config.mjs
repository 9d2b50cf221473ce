// How Stryker works here. What is mutated, and by which tests it is to be noticed, stands in
// scripts/mutants/files.ts; `npm run mutants` goes through it.
import { tmpdir } from "node:os";
import { join } from "node:path";

export default {
  plugins: ["./tests/support/mutantRunner.mjs"],
  ignorers: ["prose"],
  testRunner: "unit",
  unitTests: ["tests/unit/api", "tests/unit/resources"],
  coverageAnalysis: "perTest",
  // Outside of the tree, so that neither git nor lint nor jest sees the copies.
  tempDirName: join(tmpdir(), "pulumi-dispersed-mutants"),
  ignorePatterns: ["/bin", "/dist", "/.tmp", "/docs", "/examples"],
  // Time is on paper in these tests, and loops are counted: only a machine that is busy needs long.
  timeoutMS: 20_000,
  concurrency: 2,
  reporters: ["json", "progress-append-only"],
  warnings: { slow: false, unknownOptions: false },
};
