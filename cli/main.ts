// The executable `dispersed`.
import path from "node:path";

import { version } from "../package.json";
import { runCommand } from "./program";
import { createTerminal } from "./terminal";

const terminal = createTerminal(process);
// From here the way is the same in the bundle as in the sources.
const emulator = path.join(__dirname, "..", "emulator", "main.js");

// Not process.exit: what was written to a pipe may still be on its way.
void runCommand(process.argv.slice(2), { version, terminal, emulator }).then((code) => {
  if (code !== 0) process.exitCode = code;
});
