// @ts-check
"use strict";

// Runs one Pulumi program through the SDK's own runner, as the official language host does.

const { createRequire } = require("node:module");
const { join } = require("node:path");
const { startChild } = require("./children.cjs");
const { language } = require("./sdk.cjs");

/** The exit code with which the runner says: I have told the user already, add nothing. */
const ALREADY_REPORTED = 32;

/** Answers a RunRequest. Every failure is part of the response: the engine shows it to the user. */
async function runProgram(request, engineAddress) {
  const response = new language.RunResponse();
  try {
    const { code, reason } = await startProgram(request, engineAddress).ended;
    if (code === ALREADY_REPORTED) response.setBail(true);
    else if (reason) response.setError(`The program ${reason}.`);
  } catch (error) {
    response.setError(String(error));
  }
  return response;
}

function startProgram(request, engineAddress) {
  const info = request.getInfo();
  const folder = info.getProgramDirectory();
  const options = info.getOptions()?.toJavaScript() ?? {};
  // Resolved as the program itself would: it may be another copy than the one this host speaks with.
  const runner = createRequire(join(folder, "package.json")).resolve("@pulumi/pulumi/cmd/run");
  const nodeArguments = [...splitWords(options.nodeargs ?? ""), runner];
  return startChild(
    process.execPath,
    [...nodeArguments, ...runnerArguments(request, engineAddress)],
    // The engine shows what this process prints, and the program prints there directly.
    { cwd: folder, env: environment(request, options), stdio: ["ignore", "inherit", "inherit"] },
  );
}

function runnerArguments(request, engineAddress) {
  const info = request.getInfo();
  const named = {
    monitor: request.getMonitorAddress(),
    engine: engineAddress,
    organization: request.getOrganization(),
    project: request.getProject(),
    stack: request.getStack(),
    "root-directory": info.getRootDirectory(),
    pwd: request.getPwd() || info.getProgramDirectory(),
    parallel: String(request.getParallel()),
  };
  const flags = Object.entries(named).flatMap(([name, value]) =>
    value ? [`--${name}`, value] : [],
  );
  if (request.getDryrun()) flags.push("--dry-run");
  return [...flags, info.getEntryPoint() || ".", ...request.getArgsList()];
}

function environment(request, options) {
  return {
    ...process.env,
    PULUMI_CONFIG: JSON.stringify(Object.fromEntries(request.getConfigMap().entries())),
    PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(request.getConfigsecretkeysList()),
    PULUMI_NODEJS_TYPESCRIPT: String(options.typescript !== false),
  };
}

/** Splits as a shell would, as far as quotes go: `--import "./a b.js"` is two words. */
function splitWords(text) {
  const words = text.match(/(?:[^\s"']+|"[^"]*"|'[^']*')+/g) ?? [];
  return words.map((word) => word.replaceAll(/"([^"]*)"|'([^']*)'/g, "$1$2"));
}

module.exports = { runProgram };
