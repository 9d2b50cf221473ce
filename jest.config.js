"use strict";

/** Libraries that are ES modules only; the bundles hold them, and jest reads CommonJS. */
const esModules = "(micro-key-producer|micro-packed|@noble|@scure)";

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
    [`/node_modules/${esModules}/.+\\.js$`]: [
      "@swc/jest",
      { jsc: { target: "es2022" }, module: { type: "commonjs" } },
    ],
  },
  transformIgnorePatterns: [`/node_modules/(?!${esModules}/)`],
});

module.exports = {
  projects: [
    level("unit"),
    { ...level("integration"), setupFilesAfterEnv: ["<rootDir>/tests/integration/timeLimit.ts"] },
    level("package"),
    { ...level("e2e"), setupFilesAfterEnv: ["<rootDir>/tests/e2e/timeLimit.ts"] },
  ],
};
