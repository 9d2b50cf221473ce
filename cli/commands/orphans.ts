import type { Command } from "commander";

import { exitCode, type ExitCode } from "../exitCode";
import { caveatsOf, noOrphansWords } from "../orphans/caveats";
import { findOrphans } from "../orphans/findOrphans";
import { orphanFactsOf, orphanTable } from "../orphans/orphanFacts";
import { orphanSummary } from "../orphans/summaries";
import { isExplicit, selectionOf, type SelectionFlags } from "../orphans/selection";
import { withSelection } from "../orphans/selectionOptions";
import { connect } from "../session";
import type { Terminal } from "../terminal";

const EXAMPLES = `
An orphan is a live job with a marker of this package whose uuid is in none of the states that were
read. Without flags, the states of the project in the current folder are read. Nothing is changed.

Examples:
  dispersed orphans                           all stacks of the project in this folder
  dispersed orphans --project ../lab --json
  dispersed orphans --state dev.json          what \`pulumi stack export\` has written
  dispersed orphans --stack acme/lab/old      a stack that was removed
  dispersed orphans --all                     also jobs of stacks that were not read

Exit codes: 0 no orphans, 1 there are orphans or the command failed, 2 wrong usage.
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
    .summary("list live jobs that are in no stack's state")
    .description("Lists live jobs that Pulumi created and that are in no stack's state. They bill.")
    .option("--json", "print JSON")
    .addHelpText("after", EXAMPLES)
    .action(async (flags: OrphansFlags) => end(await listOrphans(terminal, flags)));
}

async function listOrphans(terminal: Terminal, flags: OrphansFlags): Promise<ExitCode> {
  const selection = await selectionOf(flags);
  const { namespace } = flags;
  const connection = await connect(terminal, { ...selection, namespace });
  selection.notes.forEach((line) => terminal.say(line));
  const report = await findOrphans(connection, selection);
  const { orphans, complete, outOfScope: notShown } = report;
  if (flags.json === true) {
    terminal.print(JSON.stringify({ orphans: orphans.map(orphanFactsOf), notShown, complete }));
  } else if (orphans.length === 0) {
    terminal.print(noOrphansWords(report));
  } else {
    terminal.print(orphanTable(orphans));
    const how = isExplicit(flags) ? "--cancel` with the same flags" : "--project . --cancel`";
    terminal.print(orphanSummary(orphans, selection.readsStates, `\`dispersed sweep ${how}`));
  }
  caveatsOf(report, selection.readsStates).forEach((line) => terminal.say(line));
  return orphans.length === 0 && complete ? exitCode.ok : exitCode.failed;
}
