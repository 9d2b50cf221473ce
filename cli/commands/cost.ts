import type { Command } from "commander";

import { wholeNumber } from "../../provider/resources/primitives";
import { numberOf } from "../askWithFlags";
import { cleaned } from "../cleaned";
import { costFactsOf, costText, type CostFacts } from "../cost/costFacts";
import { lookAtCosts } from "../cost/costLook";
import { sinceOf } from "../cost/period";
import { exitCode, UsageError, type ExitCode } from "../exitCode";
import { stackHashes } from "../orphans/selection";
import { withStacks } from "../orphans/selectionOptions";
import { connect } from "../session";
import type { Terminal } from "../terminal";

const EXAMPLES = `
What was charged comes from the service's ledger, which may charge a run only when it has ended. What
is alive is told with its price an hour. A day begins at midnight UTC.

Examples:
  dispersed cost
  dispersed cost --since 2025-01-01
  dispersed cost --since 12h --stack acme/lab/dev
  dispersed cost --json

Exit code: 0 told, 1 the sums may not be whole, or cannot be told, 2 wrong usage.
`;

interface CostFlags {
  readonly since: string;
  readonly stack?: readonly string[] | undefined;
  readonly namespace?: string | undefined;
  readonly limit?: string | undefined;
  readonly json?: boolean | undefined;
}

/** Adds `dispersed cost`. */
export function addCost(program: Command, terminal: Terminal, end: (code: ExitCode) => void): void {
  withStacks(program.command("cost"))
    .summary("tell what jobs have cost, and cost now")
    .description("Tells what was charged, job by job, and what live jobs cost an hour.")
    .option("--since <day or duration>", "charged since then, such as 2025-01-31 or 12h", "30d")
    .option("--limit <number>", "most charged jobs to show one by one; --json has all", "20")
    .option("--json", "print JSON")
    .addHelpText("after", EXAMPLES)
    .action(async (flags: CostFlags) => end(await showCosts(terminal, flags)));
}

async function showCosts(terminal: Terminal, flags: CostFlags): Promise<ExitCode> {
  const limit = wholeNumber(1).default(Infinity).safeParse(numberOf(flags.limit));
  if (!limit.success) throw new UsageError(`--limit ${limit.error.issues[0]?.message ?? ""}`);
  if (flags.namespace !== undefined && flags.stack === undefined) {
    throw new UsageError("--namespace belongs to --stack: give both");
  }
  const stacks = flags.stack && stackHashes(flags.stack, flags.namespace);
  const connection = connect(terminal, flags);
  const sinceMs = sinceOf(flags.since, connection.clock.nowMs());
  const facts = costFactsOf(await lookAtCosts(connection, { sinceMs, stacks }), sinceMs);
  if (flags.json === true) terminal.print(JSON.stringify(cleaned(facts)));
  else {
    costText(facts, limit.data).forEach((line) => terminal.print(line));
    reservationsOf(facts).forEach((line) => terminal.say(line));
  }
  return facts.complete ? exitCode.ok : exitCode.failed;
}

/** What the sums leave out. */
function reservationsOf({
  complete,
  live,
  otherTransactions,
  unassignedUsd,
}: CostFacts): readonly string[] {
  const unpriced = live.jobs.filter(({ hourlyRateUsd }) => hourlyRateUsd === undefined).length;
  return [
    ...(complete ? [] : ["Not everything could be read: the true sums may be higher."]),
    ...(unpriced === 0 ? [] : [`Live jobs that do not tell their price: ${unpriced}.`]),
    ...(unassignedUsd === 0
      ? []
      : [`Not counted: $${unassignedUsd} for jobs whose stack is no longer known.`]),
    ...(otherTransactions === 0
      ? []
      : [`Not counted: ${otherTransactions} transactions that are no charge for a run.`]),
  ];
}
