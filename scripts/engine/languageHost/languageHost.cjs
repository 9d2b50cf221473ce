// @ts-check
"use strict";

// A Pulumi language host for Node.js programs: the engine starts it, reads a port from the first
// line of stdout and asks it over gRPC to run the program. For machines whose Pulumi CLI came
// without the official one. This folder is copied beside the CLI, so it imports nothing of this
// repository: it speaks through the program's own @pulumi/pulumi. Not made for Windows (the
// launcher is a shell script); there the official installer brings a host.

const { endChildren } = require("./children.cjs");
const { installDependencies, getProgramDependencies } = require("./dependencies.cjs");
const { runProgram } = require("./runProgram.cjs");
const {
  Empty,
  grpc,
  language,
  LanguageRuntimeService,
  PluginInfo,
  sdkVersion,
} = require("./sdk.cjs");

// The last argument is the engine's address; an engine that shakes hands sends it again.
let engineAddress = process.argv.at(-1) ?? "";

// What is not here (plugins and generators in Node.js) is answered with UNIMPLEMENTED by gRPC.
const service = {
  handshake({ request }, answer) {
    engineAddress = request.getEngineAddress();
    answer(null, new language.LanguageHandshakeResponse());
  },
  getPluginInfo: (_call, answer) => answer(null, new PluginInfo().setVersion(sdkVersion)),
  about(_call, answer) {
    const response = new language.AboutResponse();
    answer(null, response.setExecutable(process.execPath).setVersion(process.version));
  },
  // Plugins are found when a resource first needs them; naming them early only saves time.
  getRequiredPackages: (_call, answer) => answer(null, new language.GetRequiredPackagesResponse()),
  getRequiredPlugins: (_call, answer) => answer(null, new language.GetRequiredPluginsResponse()),
  runtimeOptionsPrompts: (_call, answer) => answer(null, new language.RuntimeOptionsResponse()),
  getProgramDependencies,
  installDependencies,
  run: ({ request }, answer) =>
    runProgram(request, engineAddress).then((response) => answer(null, response)),
  cancel(_call, answer) {
    endChildren();
    answer(null, new Empty());
  },
};

// The engine holds the other end of stdin: when it is gone, nobody is left to run a program for.
process.stdin.resume().on("end", () => {
  endChildren();
  process.exit();
});

const server = new grpc.Server();
server.addService(LanguageRuntimeService, service);
server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) => {
  if (error) throw error;
  process.stdout.write(`${port}\n`);
});
