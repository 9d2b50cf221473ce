// @ts-check
"use strict";

// The gRPC library and the messages, from the @pulumi/pulumi of the program that is to be run.

const { createRequire } = require("node:module");
const { dirname, join } = require("node:path");

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

const manifest = findSdk();
const fromSdk = createRequire(manifest);

module.exports = {
  Empty: fromSdk("google-protobuf/google/protobuf/empty_pb.js").Empty,
  grpc: fromSdk("@grpc/grpc-js"),
  language: fromSdk(join(dirname(manifest), "proto/language_pb")),
  LanguageRuntimeService: fromSdk(join(dirname(manifest), "proto/language_grpc_pb"))
    .LanguageRuntimeService,
  PluginInfo: fromSdk(join(dirname(manifest), "proto/plugin_pb")).PluginInfo,
  sdkVersion: fromSdk(manifest).version,
};
