// The lines of Node.js that the README lists, as npm has them.
import { dirname } from "node:path";

import { runCommand } from "../../../scripts/engine/runCommand";
import { nodeFolder } from "../../support/nodeRelease";
import { FIXED_SET, runTests } from "../../support/runTests";

const repository = dirname(dirname(dirname(__dirname)));

test.each(["22", "24", "26"])(
  "a job, its failures and the plugin work on Node.js %s",
  async (major) => {
    const folder = await nodeFolder(major);
    expect(await runCommand(`${folder}/node`, ["--version"])).toMatch(`v${major}.`);
    const { code, passed, output } = await runTests(repository, FIXED_SET, [folder]);
    if (code !== 0) throw new Error(output);
    expect(passed).toBeGreaterThan(15);
  },
  1_800_000,
);
