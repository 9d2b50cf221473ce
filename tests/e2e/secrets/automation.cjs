// What a program that drives Pulumi receives: run in a project's folder, it prints everything as
// one line of JSON. The first `up` may fail. What the engine itself calls a secret is left out.
"use strict";

const { inspect } = require("node:util");
const { LocalWorkspace } = require("@pulumi/pulumi/automation");

const withoutMarked = (_key, value) =>
  value !== null && typeof value === "object" && value.secret === true ? "[marked]" : value;

async function main() {
  const workDir = process.cwd();
  const stack = await LocalWorkspace.selectStack({ stackName: "test", workDir });
  const told = { results: [], errors: [], events: [], output: [] };
  const options = {
    onEvent: (event) => told.events.push(event),
    onOutput: (text) => told.output.push(text),
    onError: (text) => told.output.push(text),
  };
  for (const command of ["up", "up"]) {
    try {
      told.results.push(await stack[command](options));
    } catch (error) {
      const whole = inspect(error, { depth: null, showHidden: true, maxStringLength: null });
      told.errors.push({ whole, json: JSON.stringify(error), stack: error.stack });
    }
  }
  told.outputs = await stack.outputs();
  process.stdout.write(JSON.stringify(told, withoutMarked));
}

void main();
