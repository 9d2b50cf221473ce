import type { Command } from "commander";

import { exitCode, type ExitCode } from "../exitCode";
import { findOrphans } from "../orphans/findOrphans";
import { countOf, orphanFactsOf, orphanTable } from "../orphans/orphanFacts";
import { selectionOf, type SelectionFlags } from "../orphans/selection";
import { INCOMPLETE, JOURNAL_ONLY, withSelection } from "../orphans/selectionOptions";
import { connect } from "../session";
import type { Terminal } from "../terminal";

const EXAMPLES = `
Only jobs that carry a marker of this package are ever listed, and only live ones.

Examples:
  pulumi stack export --file dev.json
  dispersed orphans --state dev.json          what the stack's state does not know
  dispersed orphans --stack acme/lab/dev      by this machine's journal, without a state
  dispersed orphans --all --state dev.json --state prod.json --json

Exit code: 0 there are none, 1 there are some (or it could not be told), 2 wrong usage.
`;

interface OrphansFlags extends SelectionFlags {
  readonly json?: boolean | undefined;
}

/** Adds `dispersed orphans`. */
export function addOrphans(
  program: Command,
  terminal: Terminal,
  end: (code: ExitCode) => void,
): void {
  withSelection(program.command("orphans"))
    .summary("list live jobs that belong to no stack's state")
    .description("Lists live jobs that Pulumi made and no state knows: they bill unnoticed.")
    .option("--json", "print JSON")
    .addHelpText("after", EXAMPLES)
    .action(async (flags: OrphansFlags) => end(await listOrphans(terminal, flags)));
}

async function listOrphans(terminal: Terminal, flags: OrphansFlags): Promise<ExitCode> {
  const selection = selectionOf(flags);
  const look = await findOrphans(connect(terminal, flags), selection);
  const { orphans, complete } = look;
  if (flags.json === true) {
    terminal.print(JSON.stringify({ orphans: orphans.map(orphanFactsOf), complete }));
  } else if (orphans.length === 0) {
    terminal.print("No orphans.");
  } else {
    terminal.print(orphanTable(orphans));
    terminal.print(
      `${countOf(orphans.length)}. \`dispersed sweep\` with the same flags ends them.`,
    );
  }
  if (orphans.length > 0 && selection.state === undefined) terminal.say(JOURNAL_ONLY);
  if (!complete) terminal.say(INCOMPLETE);
  return orphans.length === 0 && complete ? exitCode.ok : exitCode.failed;
}
