// `npm run picture`: docs/images/demo.svg, from a real run of the demo.
import { writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

import { runCommand } from "./engine/runCommand";
import { drawTerminal } from "./picture/drawTerminal";
import { excerpt } from "./picture/excerpt";
import { runScript } from "./runScript";

const repository = dirname(__dirname);

async function main(): Promise<void> {
  const demo = await runCommand("npm", ["run", "--silent", "demo", "--", "--color"], {
    cwd: repository,
    timeLimitMs: 600_000,
    onLine: (line) => process.stderr.write(`${line}\n`),
  });
  const lines = ["$ npm run demo", "", ...excerpt(demo.trimEnd().split("\n"))];
  const file = join(repository, "docs", "images", "demo.svg");
  writeFileSync(file, drawTerminal("npm run demo", lines));
}

runScript(main);
