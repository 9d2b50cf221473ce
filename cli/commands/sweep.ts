import type { Command } from "commander";

import type { Connection } from "../../provider/host/providerProcess";
import { parseDuration } from "../../provider/resources/schema/duration";
import { DELETE_TIMEOUT_MS } from "../../provider/resources/job/settings";
import { exitCode, UsageError, type ExitCode } from "../exitCode";
import { caveatsOf, noOrphansWords } from "../orphans/caveats";
import type { Consent } from "../orphans/consent";
import type { Orphan } from "../orphans/decideOrphans";
import { findOrphans, type OrphanReport } from "../orphans/findOrphans";
import { askJournalOf } from "../orphans/journalFacts";
import { orphanFactsOf, orphanTable } from "../orphans/orphanFacts";
import { isExplicit, selectionOf, type Selection, type SelectionFlags } from "../orphans/selection";
import { withSelection } from "../orphans/selectionOptions";
import { dryRunWords, isFree } from "../orphans/summaries";
import { connect } from "../session";
import { askConsent } from "../sweep/askConsent";
import { endAll } from "../sweep/endAll";
import type { Ending } from "../sweep/endOrphan";
import { keepHeldJobs, recheck } from "../sweep/recheck";
import type { Terminal } from "../terminal";

const EXAMPLES = `
Without --cancel it only shows what it would cancel, and what it would leave. It never cancels a job without a marker of this
package, nor one whose uuid is in a state that was read. Before it cancels, it reads the states and
each job again, and with --project the states of all other stacks of the backend.

It leaves alone jobs of stacks whose states were not read, and jobs that a resource of such a stack
or another backend holds, according to this machine's journal. With --all it asks about the first of
them by themselves.

With --yes it does not ask. Then it also leaves alone jobs that a run may be creating right now.

Examples:
  dispersed sweep --project .                       shows what would be cancelled
  dispersed sweep --project . --cancel              asks, then cancels
  dispersed sweep --project . --cancel --yes        for pipelines
  dispersed sweep --state dev.json --cancel --yes   with a state from \`pulumi stack export\`
  dispersed sweep --stack acme/lab/old --cancel     a stack that was removed

Exit codes: 0 all orphans have ended (or would be cancelled with --cancel --yes), 1 some may be alive
(or would be left) or the command failed, 2 wrong usage.
`;

interface SweepFlags extends SelectionFlags {
  readonly cancel?: boolean | undefined;
  readonly yes?: boolean | undefined;
  readonly beingCreated?: boolean | undefined;
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
    .summary("cancel live jobs that are in no stack's state")
    .description(
      "Cancels the jobs that `dispersed orphans` lists, and waits until they have ended.",
    )
    .option("--cancel", "cancel them; without it they are only shown")
    .option("--yes", "do not ask; required where no one can answer")
    .option(
      "--being-created",
      "with --yes: also jobs that a run may be creating right now, to end a run of your own",
    )
    .option("--timeout <duration>", "how long to wait for each job to end", "10m")
    .option("--json", "print JSON")
    .addHelpText("after", EXAMPLES)
    .action(async (flags: SweepFlags) => end(await sweep(terminal, flags)));
}

async function sweep(terminal: Terminal, flags: SweepFlags): Promise<ExitCode> {
  const timeoutMs = requireSense(flags, terminal);
  const selection = await selectionOf(flags);
  const { namespace } = flags;
  const connection = await connect(terminal, { ...selection, namespace });
  selection.notes.forEach((line) => terminal.say(line));
  const found = await findOrphans(connection, selection);
  const { orphans, complete } = found;
  if (flags.json !== true) {
    terminal.print(orphans.length === 0 ? noOrphansWords(found) : orphanTable(orphans));
  }
  const { readsStates } = selection;
  caveatsOf(found, readsStates).forEach((line) => terminal.say(line));
  const code = complete ? exitCode.ok : exitCode.failed;
  if (flags.cancel !== true || orphans.length === 0) {
    report(terminal, flags, { ...found, readsStates }, undefined);
    return orphans.every(isFree) ? code : exitCode.failed;
  }
  const consent = await consentFor(terminal, flags, orphans);
  if (consent === undefined) {
    terminal.say("Nothing was cancelled.");
    return exitCode.failed;
  }
  const parts = { connection, selection, orphans, timeoutMs, consent };
  const endings = await endOrphans(terminal, flags, parts);
  report(terminal, flags, { ...found, readsStates }, endings);
  return endings.some(({ result }) => result === "left") ? exitCode.failed : code;
}

async function consentFor(
  terminal: Terminal,
  { yes, beingCreated, all = false }: SweepFlags,
  orphans: readonly Orphan[],
): Promise<Consent | undefined> {
  if (yes !== true) return askConsent(terminal, orphans, all);
  return { isUnasked: true, even: beingCreated === true ? "beingCreated" : undefined };
}

interface Sweep {
  readonly consent: Consent;
  readonly connection: Connection;
  readonly selection: Selection;
  readonly orphans: readonly Orphan[];
  readonly timeoutMs: number;
}

async function endOrphans(
  terminal: Terminal,
  { json = false }: SweepFlags,
  { consent, connection, selection, orphans, timeoutMs }: Sweep,
): Promise<readonly Ending[]> {
  const tell = ({ uuid, detail }: Ending): void => {
    if (!json) terminal.print(`${uuid}  ${detail}`);
  };
  const stacks = await selection.readStacks();
  const askJournal = askJournalOf(connection.journal);
  const rechecked = recheck(orphans, stacks, askJournal, consent);
  const others = rechecked.cancellable.length === 0 ? [] : await selection.readOtherStacks();
  const { cancellable, left } = keepHeldJobs(rechecked, others);
  left.forEach(tell);
  return [...left, ...(await endAll(connection, cancellable, timeoutMs, tell))];
}

/** What can be wrong with the flags, before anything is read. */
function requireSense(flags: SweepFlags, terminal: Terminal): number {
  if (!isExplicit(flags)) {
    throw new UsageError("say which jobs are meant: --project, --state, --stack or --all");
  }
  if (flags.yes === true && flags.cancel !== true) {
    throw new UsageError("--yes answers the question of --cancel: give both, or neither");
  }
  if (flags.beingCreated === true && flags.yes !== true) {
    throw new UsageError("--being-created changes what --yes leaves alone: give both, or neither");
  }
  if (flags.cancel === true && flags.yes !== true && !terminal.isInteractive) {
    throw new UsageError("this terminal cannot ask a question: add --yes to cancel without one");
  }
  if (flags.timeout === undefined) return DELETE_TIMEOUT_MS;
  const timeoutMs = parseDuration(flags.timeout);
  if (timeoutMs !== undefined && timeoutMs > 0) return timeoutMs;
  throw new UsageError("--timeout must be a duration such as 90s or 10m");
}

interface Found extends OrphanReport {
  readonly readsStates: boolean;
}

function report(
  terminal: Terminal,
  { json }: SweepFlags,
  { orphans, complete, outOfScope: notShown, readsStates }: Found,
  endings: readonly Ending[] | undefined,
): void {
  if (json === true) {
    const ends = new Map(endings?.map(({ uuid, ...rest }) => [uuid, rest]));
    const facts = orphans.map((orphan) => ({
      ...orphanFactsOf(orphan),
      ...ends.get(orphan.job.uuid),
    }));
    const dryRun = endings === undefined;
    terminal.print(JSON.stringify({ dryRun, orphans: facts, notShown, complete }));
    return;
  }
  if (orphans.length === 0) return;
  if (endings === undefined) {
    terminal.print(dryRunWords(orphans, readsStates));
    return;
  }
  const count = (wanted: Ending["result"]): number =>
    endings.filter(({ result }) => result === wanted).length;
  terminal.print(
    `${count("cancelled")} cancelled, ${count("ended")} had already ended, ${count("left")} left.`,
  );
}
