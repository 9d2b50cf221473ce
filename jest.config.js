"use strict";

/** One project per level of test; `npx jest --selectProjects unit` runs one of them. */
const level = (name) => ({
  displayName: name,
  rootDir: __dirname,
  testMatch: [`<rootDir>/tests/${name}/**/*.test.ts`],
  modulePathIgnorePatterns: ["<rootDir>/dist/", "<rootDir>/tests/fixtures/"],
  transform: {
    "^.+\\.ts$": [
      "@swc/jest",
      { jsc: { target: "es2022", parser: { syntax: "typescript" } }, module: { type: "commonjs" } },
    ],
  },
});

module.exports = {
  projects: [
    level("unit"),
    level("integration"),
    level("package"),
    { ...level("e2e"), setupFilesAfterEnv: ["<rootDir>/tests/e2e/timeLimit.ts"] },
  ],
};
