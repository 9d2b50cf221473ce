// What a run leaves in the journal, and what the plugin makes of it: that of a run of the dynamic
// provider that was killed after it bought a job, and that of a run of its own that ended well.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { killAfterPost } from "../interrupted/interrupt";
import {
  boxArgs,
  boxProgram,
  CANCEL,
  CREATE,
  createStack,
  printed,
  writes,
} from "../../support/stack";
import type { TestStack } from "../../support/stack";
import { succeeded } from "../../support/engine/project";
import { createPluginStack, plugins, yamlBox } from "../../support/pluginStack";

let closeStack: () => Promise<void>;

afterEach(() => closeStack());

/** The same job as a resource of the plugin, as a generated SDK would register it. */
const nativeProgram = `"use strict";
  const pulumi = require("@pulumi/pulumi");
  const box = new (class extends pulumi.CustomResource {
    constructor() {
      super("dispersed:index:Job", "box", { ...${JSON.stringify(boxArgs)}, uuid: undefined },
        { aliases: [{ type: "pulumi-nodejs:dynamic/dispersed:Job" }] });
    }
  })();
  exports.uuid = box.uuid;\n`;

test("B28: a job that a killed run of the dynamic provider bought is taken up by the native plugin", async () => {
  const stack: TestStack = await createStack();
  closeStack = () => stack.close();
  const { project, emulator } = stack;
  const uuid = await killAfterPost(stack, boxProgram());

  project.write({ "Pulumi.yaml": `name: project\nruntime: nodejs\n${plugins}` });
  const run = succeeded(await stack.up(nativeProgram));
  expect(printed(run)).toContain(`${uuid}, which an interrupted run created for this resource`);
  const { resources = [] } = await project.exportState();
  const jobs = resources.filter(({ type }) => type.endsWith(":Job"));
  expect(jobs.map(({ type, id }) => [type, id])).toEqual([["dispersed:index:Job", uuid]]);
  expect(writes(emulator)).toEqual([CREATE]);

  succeeded(await project.pulumi("destroy", "--yes", "--skip-preview"));
  expect(writes(emulator)).toEqual([CREATE, CANCEL]);
  expect(emulator.ledger().alive).toBe(0);
});

test("a run of the plugin that ended well leaves no purchase open", async () => {
  const stack = await createPluginStack(yamlBox());
  closeStack = () => stack.close();
  const { project, emulator } = stack;
  succeeded(await project.pulumi("up", "--yes", "--skip-preview"));
  const journal = join(project.env["PULUMI_HOME"] ?? "", "dispersed");
  const files = readdirSync(journal).filter((name) => /^[a-z2-7]{8}\.[a-z2-7]{8}\./.test(name));
  const entries = files.flatMap(
    (file) => JSON.parse(readFileSync(join(journal, file), "utf8")) as unknown,
  );
  const [job] = emulator.ledger().jobs;
  expect(entries).toMatchObject([{ uuid: job?.uuid, state: "settled" }]);
});
