// A stack that was made with the dynamic provider continues with the plugin.
import {
  boxProgram,
  CREATE,
  createStack,
  printed,
  writes,
  type TestStack,
} from "../../support/stack";
import { succeeded } from "../../support/engine/project";
import { plugins } from "../../support/pluginStack";

let stack: TestStack;

afterEach(() => stack.close());

/** The same job as a resource of the plugin, as a generated SDK would register it. */
const nativeProgram = `"use strict";
  const pulumi = require("@pulumi/pulumi");
  class Job extends pulumi.CustomResource {
    constructor(name, args, opts) {
      const alias = { type: "pulumi-nodejs:dynamic/dispersed:Job" };
      super("dispersed:index:Job", name, { ...args, uuid: undefined, status: undefined },
        pulumi.mergeOptions(opts, { aliases: [alias] }));
    }
  }
  const box = new Job("box", {
    task: "PERSISTENT",
    container: { image: "otoy/dispersed-base", ports: [22, 8080] },
    gpuCount: 1,
  });
  exports.uuid = box.uuid;\n`;

test("a job of the dynamic provider stays the same job with the native plugin", async () => {
  stack = await createStack();
  const { project, emulator } = stack;
  const options = '{ customTimeouts: { create: "10m" } }';
  succeeded(await stack.up(boxProgram({}, options)));
  const { id } = await stack.job();

  project.write({ "Pulumi.yaml": `name: project\nruntime: nodejs\n${plugins}` });
  const run = succeeded(await stack.up(nativeProgram));
  expect(printed(run)).not.toContain("replaced");
  const { resources = [] } = await project.exportState();
  const job = resources.find(({ type }) => type === "dispersed:index:Job");
  expect(job).toMatchObject({ id, outputs: { uuid: id, status: "RUNNING" } });

  succeeded(await project.pulumi("preview", "--expect-no-changes"));
  expect(writes(emulator)).toEqual([CREATE]);
  succeeded(await project.pulumi("destroy", "--yes", "--skip-preview"));
  expect(emulator.ledger().alive).toBe(0);
});
