// @ts-check
"use strict";

// What the language host answers to `pulumi package add`: it has an SDK generated, makes the project depend on it, and
// installs. The SDK is written by Pulumi's own generator (scripts/sdks), which has to be on PATH: `npm run pulumi` puts
// it there.

const { spawn } = require("node:child_process");
const { readFileSync } = require("node:fs");
const { join } = require("node:path");

const GENERATOR = "pulumi-dispersed-sdks";

/** The answers, by the names of their calls. `status` is gRPC's word for a failure. */
exports.packageCalls = (language, status) => ({
  generatePackage: answer(status, async (request) => {
    const args = ["local", "-", request.getDirectory()];
    await run(GENERATOR, args, { input: request.getSchema() });
    return new language.GeneratePackageResponse();
  }),

  link: answer(status, async (request) => {
    const folder = request.getInfo().getProgramDirectory();
    const names = [];
    for (const each of request.getPackagesList()) {
      const path = each.getPath();
      const { name } = JSON.parse(readFileSync(join(folder, path, "package.json"), "utf8"));
      await npm(folder, ["pkg", "set", `dependencies[${name}]=file:${path}`]);
      names.push(`  import * as ${each.getPackage().getName()} from "${name}";\n`);
    }
    const text = `You can import the SDK in your TypeScript code with:\n\n${names.join("")}`;
    return new language.LinkResponse().setImportInstructions(text);
  }),

  // A stream: the engine shows what npm prints while it prints it.
  installDependencies(call) {
    const folder = call.request.getInfo().getProgramDirectory();
    const send = (chunk) => call.write(new language.InstallDependenciesResponse().setStdout(chunk));
    npm(folder, ["install", "--no-audit", "--no-fund"], send).then(
      () => call.end(),
      (error) => call.emit("error", failure(status, error)),
    );
  },
});

function answer(status, make) {
  return ({ request }, respond) =>
    make(request).then(
      (response) => respond(null, response),
      (error) => respond(failure(status, error)),
    );
}

const failure = (status, error) => ({ code: status.UNKNOWN, details: error.message });

/** Runs npm for a project; an `npm run` around the engine must not pass its own project on. */
function npm(folder, args, send) {
  return run("npm", [...args, "--prefix", folder], { cwd: folder, send });
}

/** Resolves when the command has succeeded; a failure has what the command printed. */
function run(command, args, { cwd, input, send } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, stdio: ["pipe", "pipe", "pipe"] });
    let printed = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (chunk) => {
        printed += chunk;
        send?.(chunk);
      });
    }
    child.on("error", (error) => {
      const missing = error.code === "ENOENT" ? `${command} is not on PATH.` : error.message;
      reject(new Error(missing));
    });
    child.on("close", (code) => {
      if (code === 0) resolve();
      else reject(new Error(`${command} ended with exit code ${code}:\n${printed}`));
    });
    child.stdin.on("error", () => {}).end(input);
  });
}
