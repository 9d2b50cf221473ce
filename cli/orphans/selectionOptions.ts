import type { Command } from "commander";

/** What is said when it is not known whether a job belongs to a state. */
export const JOURNAL_ONLY =
  "No state was given: only the journal of this machine and project folder says which jobs belong " +
  "to a stack. A job that another machine's `pulumi up` made looks like an orphan here. Give the " +
  "stacks' states: `pulumi stack export --file state.json`, then `--state state.json`.";

/** What is said when the listing came to no end. */
export const INCOMPLETE =
  "Not all jobs of the account could be looked at: there may be more orphans.";

function collect(value: string, before: readonly string[] | undefined): readonly string[] {
  return [...(before ?? []), value];
}

/** Adds the flags that name stacks. */
export function withStacks(command: Command): Command {
  return command
    .option("--stack <name>", "only jobs of organization/project/stack; may be repeated", collect)
    .option("--namespace <text>", "dispersed:namespace of the stacks, if it is set");
}

/** Adds the flags that say which jobs are meant. */
export function withSelection(command: Command): Command {
  return withStacks(command)
    .option(
      "--state <file>",
      "a `pulumi stack export`; its jobs are no orphans, and without --stack or --all only its " +
        "stack is looked at; may be repeated",
      collect,
    )
    .option("--all", "jobs of every stack that this account has ever had");
}
