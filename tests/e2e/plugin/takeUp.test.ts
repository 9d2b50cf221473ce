// What the plugin makes of what the dynamic provider left, in the state and in the journal, and what a
// run of its own leaves there.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { succeeded } from "../../support/engine/project";
import { createPluginStack, plugins, yamlBox } from "../../support/pluginStack";
import {
  boxArgs,
  boxProgram,
  CANCEL,
  CREATE,
  printed,
  trackedAndAlive,
  useStack,
  writes,
} from "../../support/stack";
import { killAfterPost } from "../interrupted/interrupt";

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

describe("the native plugin", () => {
  const stack = useStack();

  /** Runs the program with the plugin, and gives what it printed. */
  async function upWithPlugin(): Promise<string> {
    stack.project.write({ "Pulumi.yaml": `name: project\nruntime: nodejs\n${plugins}` });
    return printed(succeeded(await stack.up(nativeProgram)));
  }

  /** The job is the plugin's alone, was bought once, and ends with a destroy. */
  async function expectSameJob(uuid: string | undefined): Promise<void> {
    const { resources = [] } = await stack.project.exportState();
    const jobs = resources.filter(({ type }) => type.endsWith(":Job"));
    expect(jobs.map(({ type, id }) => [type, id])).toEqual([["dispersed:index:Job", uuid]]);
    succeeded(await stack.project.pulumi("preview", "--expect-no-changes"));
    expect(writes(stack.emulator)).toEqual([CREATE]);
    succeeded(await stack.destroy());
    expect(writes(stack.emulator)).toEqual([CREATE, CANCEL]);
    expect((await trackedAndAlive(stack)).alive).toEqual([]);
  }

  test("keeps a job of the dynamic provider", async () => {
    succeeded(await stack.up(boxProgram({}, '{ customTimeouts: { create: "10m" } }')));
    const { id } = await stack.job();
    expect(await upWithPlugin()).not.toContain("replaced");
    await expectSameJob(id);
  });

  test("gives its job back to the dynamic provider", async () => {
    succeeded(await stack.up(boxProgram()));
    const { id } = await stack.job();
    await upWithPlugin();
    expect(printed(succeeded(await stack.up(boxProgram())))).not.toContain("replaced");
    expect((await stack.job()).id).toBe(id);
    expect(writes(stack.emulator)).toEqual([CREATE]);
    succeeded(await stack.destroy());
    expect(writes(stack.emulator)).toEqual([CREATE, CANCEL]);
  });

  test("B28: takes up a job that a killed run of the dynamic provider bought", async () => {
    const uuid = await killAfterPost(stack, boxProgram());
    const said = `${uuid}, which an interrupted run created for this resource`;
    expect(await upWithPlugin()).toContain(said);
    await expectSameJob(uuid);
  });
});

test("a run of the plugin that ended well leaves no purchase open", async () => {
  const stack = await createPluginStack(yamlBox());
  try {
    await stack.up();
    const journal = join(stack.project.env["PULUMI_HOME"] ?? "", "dispersed");
    const files = readdirSync(journal).filter((name) => /^[a-z2-7]{8}\.[a-z2-7]{8}\./.test(name));
    const entries = files.flatMap(
      (file) => JSON.parse(readFileSync(join(journal, file), "utf8")) as unknown,
    );
    const [job] = stack.emulator.ledger().jobs;
    expect(entries).toMatchObject([{ uuid: job?.uuid, state: "settled" }]);
  } finally {
    await stack.close();
  }
});
