// The command `dispersed` lies in dist/ with the libraries it shares with the other entry points;
// bin/ has only what starts it.
import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const STARTER = `#!/usr/bin/env node
require("../dist/cli/main.js");
`;

/** Writes the starter into the bin/ that the plugin's bundle has made. */
export function writeCommand(root) {
  const file = join(root, "bin", "dispersed");
  writeFileSync(file, STARTER);
  chmodSync(file, 0o755);
}
