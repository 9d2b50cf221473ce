// @ts-check
"use strict";

// Runs the official installer through the Automation API: node officialInstaller.cjs <version> <folder>
// In a process of its own, because the API offers no way to break it off.

const { createRequire } = require("node:module");
const { PulumiCommand } = require("@pulumi/pulumi/automation");

// The API takes a version as an object of the very library it uses itself.
const { SemVer } = createRequire(require.resolve("@pulumi/pulumi"))("semver");

const [version = "", root = ""] = process.argv.slice(2);

PulumiCommand.install({ version: new SemVer(version), root }).catch((error) => {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
});
