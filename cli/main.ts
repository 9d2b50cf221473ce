// The executable `dispersed`.
import { version } from "../package.json";
import { runCommand } from "./program";
import { createTerminal } from "./terminal";

const terminal = createTerminal(process);

// Not process.exit: what was written to a pipe may still be on its way.
void runCommand(process.argv.slice(2), { version, terminal }).then((code) => {
  process.exitCode = code;
});
