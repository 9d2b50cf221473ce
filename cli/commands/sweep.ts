import type { Command } from "commander";

import { parseDuration } from "../../provider/resources/duration";
import { DELETE_TIMEOUT_MS } from "../../provider/resources/jobSettings";
import { exitCode, UsageError, type ExitCode } from "../exitCode";
import { findOrphans, type OrphanLook } from "../orphans/findOrphans";
import { countOf, orphanFactsOf, orphanTable } from "../orphans/orphanFacts";
import { isExplicit, selectionOf, type SelectionFlags } from "../orphans/selection";
import { INCOMPLETE, JOURNAL_ONLY, withSelection } from "../orphans/selectionOptions";
import { connect } from "../session";
import { endAll } from "../sweep/endAll";
import type { Ending } from "../sweep/endOrphan";
import type { Terminal } from "../terminal";

const EXAMPLES = `
Without --cancel nothing is sent: it shows what would be cancelled. A job without a marker of this
package is never touched, and each job is read again right before it is cancelled. Let no
\`pulumi up\` run meanwhile: a job it has just bought is in no state yet.

Examples:
  pulumi stack export --file dev.json
  dispersed sweep --state dev.json                    shows what would end
  dispersed sweep --state dev.json --cancel           asks, then ends it
  dispersed sweep --state dev.json --cancel --yes     for pipelines

Exit code: 0 all that was found has ended (or would be cancelled), 1 something was left alive,
2 wrong usage.
`;

interface SweepFlags extends SelectionFlags {
  readonly cancel?: boolean | undefined;
  readonly yes?: boolean | undefined;
  readonly timeout?: string | undefined;
  readonly json?: boolean | undefined;
}

/** Adds `dispersed sweep`. */
export function addSweep(
  program: Command,
  terminal: Terminal,
  end: (code: ExitCode) => void,
): void {
  withSelection(program.command("sweep"))
    .summary("cancel live jobs that belong to no stack's state")
    .description("Cancels the jobs that `dispersed orphans` lists, and waits for the end of each.")
    .option("--cancel", "cancel them; without it they are only shown")
    .option("--yes", "do not ask; needed where nobody can be asked")
    .option("--timeout <duration>", "how long to wait for the end of each", "10m")
    .option("--json", "print JSON")
    .addHelpText("after", EXAMPLES)
    .action(async (flags: SweepFlags) => end(await sweep(terminal, flags)));
}

async function sweep(terminal: Terminal, flags: SweepFlags): Promise<ExitCode> {
  const timeoutMs = requireSense(flags, terminal);
  const selection = selectionOf(flags);
  const connection = connect(terminal, flags);
  const look = await findOrphans(connection, selection);
  const { orphans, complete } = look;
  const isDry = flags.cancel !== true;
  if (flags.json !== true) {
    terminal.print(orphans.length === 0 ? "No orphans." : orphanTable(orphans));
  }
  if (orphans.length > 0 && selection.state === undefined) terminal.say(JOURNAL_ONLY);
  if (!complete) terminal.say(INCOMPLETE);
  const code = complete ? exitCode.ok : exitCode.failed;
  if (isDry || orphans.length === 0) {
    report(terminal, flags, look, undefined);
    return code;
  }
  if (flags.yes !== true && !(await terminal.confirm(`Cancel ${countOf(orphans.length)}?`))) {
    terminal.say("Nothing was cancelled.");
    return exitCode.failed;
  }
  const tell = ({ uuid, detail }: Ending): void => terminal.print(`${uuid}  ${detail}`);
  const quiet = (): void => undefined;
  const endings = await endAll(connection, orphans, timeoutMs, flags.json === true ? quiet : tell);
  report(terminal, flags, look, endings);
  return endings.some(({ result }) => result === "left") ? exitCode.failed : code;
}

/** What can be wrong with the flags, before anything is read. */
function requireSense(flags: SweepFlags, terminal: Terminal): number {
  if (!isExplicit(flags)) {
    throw new UsageError("say which jobs are meant: --state, --stack or --all");
  }
  if (flags.yes === true && flags.cancel !== true) {
    throw new UsageError("--yes is the answer to --cancel: give both, or neither to only look");
  }
  if (flags.cancel === true && flags.yes !== true && !terminal.isInteractive) {
    throw new UsageError("nobody can be asked here: add --yes to cancel without a question");
  }
  if (flags.timeout === undefined) return DELETE_TIMEOUT_MS;
  const timeoutMs = parseDuration(flags.timeout);
  if (timeoutMs !== undefined && timeoutMs > 0) return timeoutMs;
  throw new UsageError(`--timeout ${flags.timeout}: must be a duration such as 90s or 10m`);
}

function report(
  terminal: Terminal,
  { json }: SweepFlags,
  { orphans, complete }: OrphanLook,
  endings: readonly Ending[] | undefined,
): void {
  if (json === true) {
    const ends = new Map(endings?.map(({ uuid, ...rest }) => [uuid, rest]));
    const told = orphans.map((orphan) => ({
      ...orphanFactsOf(orphan),
      ...ends.get(orphan.job.uuid),
    }));
    terminal.print(JSON.stringify({ dryRun: endings === undefined, orphans: told, complete }));
    return;
  }
  if (orphans.length === 0) return;
  if (endings === undefined) {
    terminal.print(`${countOf(orphans.length)} would be cancelled. Nothing was; add --cancel.`);
    return;
  }
  const count = (wanted: Ending["result"]): number =>
    endings.filter(({ result }) => result === wanted).length;
  terminal.print(
    `${count("cancelled")} cancelled, ${count("ended")} had ended, ${count("left")} left.`,
  );
}
