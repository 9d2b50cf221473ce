// @ts-check
"use strict";

// What a program depends on: installing it (`pulumi install`) and listing it (`pulumi about`).

const { readFileSync } = require("node:fs");
const { createRequire } = require("node:module");
const { join } = require("node:path");
const { startChild } = require("./children.cjs");
const { grpc, language } = require("./sdk.cjs");

async function installDependencies(call) {
  const info = call.request.getInfo();
  const manager = info?.getOptions()?.toJavaScript()["packagemanager"] ?? "npm";
  const cwd = call.request.getDirectory() || info.getProgramDirectory();
  const send = (fill) => call.write(fill(new language.InstallDependenciesResponse()));
  const { child, ended } = startChild(manager, ["install"], {
    cwd,
    stdio: ["ignore", "pipe", "pipe"],
  });
  child.stdout?.on("data", (chunk) => send((response) => response.setStdout(chunk)));
  child.stderr?.on("data", (chunk) => send((response) => response.setStderr(chunk)));
  const { reason } = await ended;
  if (reason === undefined) call.end();
  else
    call.emit("error", { code: grpc.status.UNKNOWN, details: `"${manager} install" ${reason}.` });
}

/** The packages the program names itself, in the versions it would load. */
function getProgramDependencies({ request }, answer) {
  const folder = request.getInfo()?.getProgramDirectory() || request.getPwd();
  const response = new language.GetProgramDependenciesResponse();
  try {
    const { dependencies, devDependencies } = readManifest(folder);
    const { paths } = createRequire(join(folder, "package.json")).resolve;
    for (const [name, range] of Object.entries({ ...devDependencies, ...dependencies })) {
      const installed = (paths(name) ?? []).map((parent) => versionIn(join(parent, name)));
      const dependency = new language.DependencyInfo().setName(name);
      response.addDependencies(dependency.setVersion(installed.find(Boolean) ?? range));
    }
    answer(null, response);
  } catch (error) {
    answer({ code: grpc.status.FAILED_PRECONDITION, details: String(error) });
  }
}

function versionIn(folder) {
  try {
    return readManifest(folder).version;
  } catch {
    return undefined;
  }
}

const readManifest = (folder) => JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));

module.exports = { installDependencies, getProgramDependencies };
