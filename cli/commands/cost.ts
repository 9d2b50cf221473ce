import type { Command } from "commander";

import { wholeNumber } from "../../provider/resources/schema/primitives";
import { numberOf } from "../askWithFlags";
import { cleaned } from "../cleaned";
import { countOf } from "../countOf";
import { costFactsOf, costText, type CostFacts } from "../cost/costFacts";
import { readCosts } from "../cost/readCosts";
import { sinceOf } from "../cost/period";
import { exitCode, UsageError, type ExitCode } from "../exitCode";
import { stackHashes } from "../orphans/stackNames";
import { withStacks } from "../orphans/selectionOptions";
import { connect } from "../session";
import type { Terminal } from "../terminal";

const EXAMPLES = `
Charges come from the service's ledger, which may charge a run only after it has ended. Live jobs are
listed with their price an hour. A day begins at midnight UTC.

Examples:
  dispersed cost
  dispersed cost --since 2025-01-01
  dispersed cost --since 12h --stack acme/lab/dev
  dispersed cost --json

Exit codes: 0 ok, 1 the command failed or the sums may be incomplete, 2 wrong usage.
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
  const stacks = "only jobs of the stack organization/project/stack; may be repeated";
  withStacks(program.command("cost"), stacks)
    .summary("show what jobs have cost, and cost now")
    .description("Shows what was charged for each job, and what live jobs cost an hour.")
    .option("--since <day or duration>", "charges since then, such as 2025-01-31 or 12h", "30d")
    .option("--limit <number>", "maximum number of charged jobs to show; --json has all", "20")
    .option("--json", "print JSON")
    .addHelpText("after", EXAMPLES)
    .action(async (flags: CostFlags) => end(await showCosts(terminal, flags)));
}

async function showCosts(terminal: Terminal, flags: CostFlags): Promise<ExitCode> {
  const limit = wholeNumber(1).default(Infinity).safeParse(numberOf(flags.limit));
  if (!limit.success) throw new UsageError(`--limit ${limit.error.issues[0]?.message ?? ""}`);
  if (flags.namespace !== undefined && flags.stack === undefined) {
    throw new UsageError("--namespace needs --stack: give both");
  }
  const stacks = flags.stack && stackHashes(flags.stack, flags.namespace);
  const { stack, namespace } = flags;
  const [only, ...more] = stack ?? [];
  const connection = await connect(terminal, {
    namespace,
    stack: more.length === 0 ? only : undefined,
  });
  const sinceMs = sinceOf(flags.since, connection.clock.nowMs());
  const facts = costFactsOf(await readCosts(connection, { sinceMs, stacks }), sinceMs);
  if (flags.json === true) terminal.print(JSON.stringify(cleaned(facts)));
  else {
    costText(facts, limit.data).forEach((line) => terminal.print(line));
    reservationsOf(facts).forEach((line) => terminal.say(line));
  }
  return facts.complete ? exitCode.ok : exitCode.failed;
}

/** What the sums do not include. */
function reservationsOf({
  complete,
  live,
  otherTransactions,
  unassignedUsd,
}: CostFacts): readonly string[] {
  const unpriced = live.jobs.filter(({ hourlyRateUsd }) => hourlyRateUsd === undefined).length;
  return [
    ...(complete ? [] : ["Not everything could be read: the real sums may be higher."]),
    ...(unpriced === 0 ? [] : [`Live jobs without a known price: ${unpriced}.`]),
    ...(unassignedUsd === 0
      ? []
      : [`Not included: $${unassignedUsd} for jobs whose stack is no longer known.`]),
    ...(otherTransactions === 0
      ? []
      : [
          `Not included: ${countOf(otherTransactions, "transaction")} of another kind than a charge.`,
        ]),
  ];
}
