// The executable on a machine without Node.js: installed from its archive, for a YAML program.
import { mkdirSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";

import { version } from "../../../package.json";
import { ensureEngine } from "../../../scripts/engine/ensureEngine";
import { ensureYamlHost } from "../../../scripts/engine/ensureYamlHost";
import { executableIn, findExecutable } from "../../../scripts/engine/findExecutable";
import { succeeded } from "../../support/engine/project";
import { packedPlugin } from "../../support/packedPlugin";
import { usePluginStack, yamlBox, yamlProject } from "../../support/pluginStack";
import { failed } from "../../support/stack";

const stack = usePluginStack(yamlBox(), {}, true);
const yamlHost = "pulumi-language-yaml";

/** A job, and a box that is not waited for until its SSH server answers: the emulator has none. */
const jobAndBox = JSON.stringify({
  job: { type: "dispersed:Job", properties: { task: "PERSISTENT", container: { image: "a" } } },
  box: { type: "dispersed:DevBox", properties: { waitFor: "running" } },
});
const program = `name: project\nruntime: yaml\nresources: ${jobAndBox}\n`;

// PATH holds the engine and the language host, and nothing else.
beforeAll(async () => {
  const engine = await ensureEngine();
  const host = await ensureYamlHost(engine);
  const folder = join(dirname(stack.project.folder), "onPath");
  mkdirSync(folder);
  symlinkSync(engine.pulumi, join(folder, "pulumi"));
  symlinkSync(executableIn(host, yamlHost) ?? "", join(folder, yamlHost));
  stack.project.env["PATH"] = folder;
});

test("Node.js is not on PATH", () => {
  expect(findExecutable("node", stack.project.env)).toBeUndefined();
});

test("the script says on the engine what to install", async () => {
  stack.project.write({ "Pulumi.yaml": yamlProject(yamlBox()) });
  const printed = failed(await stack.project.pulumi("up", "--yes"));
  expect(printed).toContain("found no node on PATH. Install Node.js, or the executable of");
  expect(stack.emulator.ledger().requests).toBe(0);
});

test("the archive of this platform is installed", async () => {
  const archive = await packedPlugin(
    "linux-amd64",
    join(dirname(stack.project.folder), "archives"),
  );
  const args = ["plugin", "install", "resource", "dispersed", version, "--file", archive];
  succeeded(await stack.project.pulumi(...args));
}, 600_000);

test("it buys a job and a box, finds nothing to change, and cancels both", async () => {
  stack.project.write({ "Pulumi.yaml": program });
  succeeded(await stack.project.pulumi("up", "--yes", "--skip-preview"));
  expect(stack.emulator.ledger()).toMatchObject({ alive: 2 });
  await stack.expectNoChange();
  succeeded(await stack.project.pulumi("refresh", "--yes", "--expect-no-changes"));
  await stack.destroy();
  const statuses = stack.emulator.ledger().jobs.map(({ status }) => status);
  expect(statuses).toEqual(["CANCELLED", "CANCELLED"]);
});
