// `npm run picture`: docs/images/demo.svg, from a real run of the demo.
import { writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

import { runCommand } from "./engine/runCommand";
import { drawTerminal } from "./picture/drawTerminal";
import { excerpt } from "./picture/excerpt";

const repository = dirname(__dirname);
const LIMIT_MS = 600_000;

async function main(): Promise<void> {
  const demo = await runCommand("npm", ["run", "--silent", "demo", "--", "--color"], {
    cwd: repository,
    env: process.env,
    timeLimitMs: LIMIT_MS,
    onError: (text) => process.stderr.write(text),
  });
  const lines = ["$ npm run demo", "", ...excerpt(demo.trimEnd().split("\n"))];
  writeFileSync(
    join(repository, "docs", "images", "demo.svg"),
    drawTerminal("npm run demo", lines),
  );
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
