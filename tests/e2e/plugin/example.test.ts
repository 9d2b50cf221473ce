// The examples in YAML, unchanged.
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";

import { startEmulator } from "../../../emulator";
import { ensureEngine } from "../../../scripts/engine/ensureEngine";
import { ensureYamlHost } from "../../../scripts/engine/ensureYamlHost";
import { quick } from "../../support/stack";
import { createProject, succeeded } from "../../support/engine/project";
import { pluginFolder } from "../../support/pluginStack";

const url = expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/) as unknown;

test.each<[string, object]>([
  [
    "gpu-box-yaml",
    {
      cheapest: expect.any(Number) as unknown,
      ssh: expect.stringMatching(/^ssh -p \d+ duser@127\.0\.0\.1$/) as unknown,
      url,
    },
  ],
  [
    "dev-box-yaml",
    {
      privateKey: "[secret]",
      ssh: expect.stringMatching(/^ssh -i ~\/\.ssh\/dispersed-box -p \d+ duser@/) as unknown,
      url,
    },
  ],
])(
  "%s runs, outputs its address, and ends",
  async (name, outputs) => {
    const example = join(dirname(pluginFolder), "examples", name);
    const host = await ensureYamlHost(await ensureEngine());
    const emulator = await startEmulator(quick);
    const project = await createProject({
      files: { "Pulumi.yaml": readFileSync(join(example, "Pulumi.yaml"), "utf8") },
      dependencies: ["pulumi-dispersed"],
      env: { PATH: `${host}:${process.env["PATH"] ?? ""}` },
    });
    try {
      await project.configure(emulator);
      succeeded(await project.pulumi("up", "--yes", "--skip-preview"));
      const { stdout } = await project.pulumi("stack", "output", "--json");
      expect(JSON.parse(stdout)).toEqual(outputs);
      succeeded(await project.pulumi("preview", "--expect-no-changes"));
      succeeded(await project.pulumi("destroy", "--yes", "--skip-preview"));
      expect(emulator.ledger().alive).toBe(0);
    } finally {
      project.close();
      await emulator.close();
    }
  },
  600_000,
);
