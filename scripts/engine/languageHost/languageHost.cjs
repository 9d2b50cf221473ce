// @ts-check
"use strict";

// A Pulumi language host for Node.js programs: the engine starts it, reads a port from the first line of stdout and
// asks it over gRPC to run the program. For a CLI that was built here, without the official host: Go's proxy does not
// have that module. This folder is copied beside the CLI, so it imports nothing of this repository: it speaks through
// the program's own @pulumi/pulumi. Not made for Windows (the launcher is a shell script).

const { spawn } = require("node:child_process");
const { once } = require("node:events");
const { createRequire } = require("node:module");
const { dirname, join } = require("node:path");

const { packageCalls } = require("./packages.cjs");

/** The exit code with which the SDK's runner says: I have told the user already, add nothing. */
const ALREADY_REPORTED = 32;

const manifest = findSdk();
const fromSdk = createRequire(manifest);
const proto = (name) => fromSdk(join(dirname(manifest), "proto", name));
const grpc = fromSdk("@grpc/grpc-js");
const language = proto("language_pb");
const { Empty } = fromSdk("google-protobuf/google/protobuf/empty_pb.js");

/** The program's SDK; outside a program (`pulumi about`) the one of the folder this variable names. */
function findSdk() {
  for (const folder of [process.cwd(), process.env.PULUMI_LANGUAGE_NODEJS_SDK]) {
    try {
      if (folder) return require.resolve("@pulumi/pulumi/package.json", { paths: [folder] });
    } catch {
      // The next folder may have it.
    }
  }
  process.stderr.write(`@pulumi/pulumi is not installed in ${process.cwd()}: run "npm install".\n`);
  return process.exit(1);
}

/** The processes this host has running: they end when the engine cancels or goes away. */
const children = new Set();

function endChildren() {
  for (const child of children) child.kill("SIGTERM");
}

/** Runs a program through the SDK's own runner. Every failure is part of the response, which the engine shows. */
async function runProgram(request) {
  const response = new language.RunResponse();
  try {
    const child = startProgram(request);
    children.add(child);
    const [code, signal] = await once(child, "close").finally(() => children.delete(child));
    if (code === ALREADY_REPORTED) response.setBail(true);
    else if (signal) response.setError(`The program was ended by ${signal}.`);
    else if (code !== 0) response.setError(`The program exited with code ${code}.`);
  } catch (error) {
    response.setError(String(error));
  }
  return response;
}

function startProgram(request) {
  const info = request.getInfo();
  const folder = info.getProgramDirectory();
  const options = info.getOptions()?.toJavaScript() ?? {};
  // Resolved as the program itself would: it may be another copy than the one this host speaks with.
  const runner = createRequire(join(folder, "package.json")).resolve("@pulumi/pulumi/cmd/run");
  const named = {
    monitor: request.getMonitorAddress(),
    // The host's own last argument.
    engine: process.argv.at(-1),
    organization: request.getOrganization(),
    project: request.getProject(),
    stack: request.getStack(),
    "root-directory": info.getRootDirectory(),
    pwd: request.getPwd() || folder,
    parallel: String(request.getParallel()),
  };
  const flags = Object.entries(named).flatMap(([name, value]) =>
    value ? [`--${name}`, value] : [],
  );
  if (request.getDryrun()) flags.push("--dry-run");
  const program = [info.getEntryPoint() || ".", ...request.getArgsList()];
  const env = {
    ...process.env,
    PULUMI_CONFIG: JSON.stringify(Object.fromEntries(request.getConfigMap().entries())),
    PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(request.getConfigsecretkeysList()),
    PULUMI_NODEJS_TYPESCRIPT: String(options.typescript !== false),
  };
  return spawn(
    process.execPath,
    [runner, ...flags, ...program],
    // The engine shows what this process prints, and the program prints there directly.
    { cwd: folder, env, stdio: ["ignore", "inherit", "inherit"] },
  );
}

const answerWith = (make) => (call, answer) => answer(null, make(call));

// What is not here (plugins in Node.js) is answered with UNIMPLEMENTED by gRPC. The engine then goes on.
const service = {
  ...packageCalls(language, grpc.status),
  getPluginInfo: answerWith(() =>
    new (proto("plugin_pb").PluginInfo)().setVersion(fromSdk(manifest).version),
  ),
  about: answerWith(() =>
    new language.AboutResponse().setExecutable(process.execPath).setVersion(process.version),
  ),
  getProgramDependencies: answerWith(() => new language.GetProgramDependenciesResponse()),
  run: ({ request }, answer) => runProgram(request).then((response) => answer(null, response)),
  cancel: answerWith(() => {
    endChildren();
    return new Empty();
  }),
};

// The engine holds the other end of stdin: when it is gone, nobody is left to run a program for.
process.stdin.resume().on("end", () => {
  endChildren();
  process.exit();
});

const server = new grpc.Server();
server.addService(proto("language_grpc_pb").LanguageRuntimeService, service);
server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) => {
  if (error) throw error;
  process.stdout.write(`${port}\n`);
});
