// What the executable runs: the plugin, with the code that V8 compiled of it when the executable was made. Where V8
// does not accept that code (another processor), it compiles anew, which is slower, not wrong.
const { getRawAsset } = require("node:sea");
const { Script } = require("node:vm");

const asset = (name) => Buffer.from(getRawAsset(name));
const script = new Script(asset("source").latin1Slice(), {
  filename: "pulumi-resource-dispersed",
  cachedData: asset("code"),
});
script.runInThisContext()(exports, require, module);
