// Defaults that are written out, on the real engine, through the plugin.
import { succeeded } from "../../support/engine/project";
import { CREATE, printed, writes } from "../../support/stack";
import { writtenDefaults } from "../job/writtenDefaults";
import { createPluginStack, yamlBox, type PluginStack } from "../../support/pluginStack";

const JOB = "dispersed:index:Job";

let stack: PluginStack;

afterEach(() => stack.close());

test("a box stays what it is when every default is written out, and when they are taken away", async () => {
  stack = await createPluginStack(yamlBox());
  const { project, emulator } = stack;
  succeeded(await project.pulumi("up", "--yes", "--skip-preview"));

  stack.write(yamlBox(writtenDefaults));
  succeeded(await project.pulumi("preview", "--expect-no-changes"));
  succeeded(await project.pulumi("up", "--yes", "--skip-preview"));
  succeeded(await project.pulumi("refresh", "--yes", "--skip-preview"));
  succeeded(await project.pulumi("preview", "--expect-no-changes"));

  stack.write(yamlBox());
  succeeded(await project.pulumi("preview", "--expect-no-changes"));
  expect(writes(emulator)).toEqual([CREATE]);
});

test("a job is imported by a program that writes every default out", async () => {
  stack = await createPluginStack(yamlBox());
  const { project, emulator } = stack;
  succeeded(await project.pulumi("up", "--yes", "--skip-preview"));
  const { id = "", urn } = await stack.resource(JOB);
  succeeded(await project.pulumi("state", "delete", "--yes", urn));

  stack.write(yamlBox(writtenDefaults, { import: id }));
  const run = succeeded(await project.pulumi("up", "--yes", "--skip-preview"));
  expect(printed(run)).toMatch(/1 imported/);
  expect((await stack.resource(JOB)).id).toBe(id);

  stack.write(yamlBox(writtenDefaults));
  succeeded(await project.pulumi("preview", "--expect-no-changes"));
  stack.write(yamlBox());
  succeeded(await project.pulumi("preview", "--expect-no-changes"));
  expect(writes(emulator)).toEqual([CREATE]);
});
