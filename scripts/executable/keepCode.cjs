// node keepCode.cjs <source> <code> <arguments>: runs the plugin, and keeps the code that V8 has compiled when it ends.
const { readFileSync, writeFileSync } = require("node:fs");
const { Script } = require("node:vm");

const [source, code] = process.argv.splice(2, 2);
const script = new Script(readFileSync(source, "latin1"), {
  filename: "pulumi-resource-dispersed",
});
process.once("exit", () => writeFileSync(code, script.createCachedData()));
script.runInThisContext()(exports, require, module);
