// The plugin as installed from an archive: in Pulumi's own folder, without npm.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { version } from "../../../package.json";
import { succeeded } from "../../support/engine/project";
import { packedPlugin } from "../../support/packedPlugin";
import { pluginFolder, usePluginStack, yamlBox } from "../../support/pluginStack";

const stack = usePluginStack(yamlBox());

test("the script's archive is installed and found, inside modules of any kind", async () => {
  const { project } = stack;
  // The platform that has no executable has the script, which is the same everywhere.
  const archive = await packedPlugin("windows-arm64", join(dirname(project.folder), "archives"));
  succeeded(
    await project.pulumi("plugin", "install", "resource", "dispersed", version, "--file", archive),
  );
  const home = project.env["PULUMI_HOME"] ?? "";
  expect(existsSync(join(home, "plugins", `resource-dispersed-v${version}`))).toBe(true);
  // The home folder may be the folder of an ES module.
  writeFileSync(join(home, "package.json"), '{ "type": "module" }');

  project.write({ "Pulumi.yaml": `name: project\nruntime: yaml\n${yamlBox()}` });
  const up = await stack.up();
  expect(up.stdout).toContain('status: "RUNNING"');
});

test("a plugin that runs already is spoken to, one engine after the other", async () => {
  const { project, emulator } = stack;
  const running = spawn(join(pluginFolder, "pulumi-resource-dispersed"), ["--attach"]);
  try {
    const [port] = (await once(running.stdout, "data")) as [Buffer];
    project.env["PULUMI_DEBUG_PROVIDERS"] = `dispersed:${port.toString().trim()}`;
    project.write({ "Pulumi.yaml": `name: project\nruntime: yaml\n${yamlBox()}` });
    succeeded(await project.pulumi("up", "--yes"));
    await stack.destroy();
    expect(emulator.ledger()).toMatchObject({ alive: 0, jobs: [{ status: "CANCELLED" }] });
  } finally {
    running.kill();
  }
});
