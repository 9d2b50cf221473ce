import type { Command } from "commander";

function collect(value: string, before: readonly string[] | undefined): readonly string[] {
  return [...(before ?? []), value];
}

/** Adds the flags that name stacks. */
export function withStacks(command: Command, description: string): Command {
  return command
    .option("--stack <name>", description, collect)
    .option("--namespace <text>", "dispersed:namespace of the stacks, where it is set");
}

/** Adds the flags that say which jobs are meant. */
export function withSelection(command: Command): Command {
  const withStates = command
    .option(
      "--project <folder>",
      "read the states of all stacks of the Pulumi project in this folder; may be repeated",
      collect,
    )
    .option(
      "--state <file>",
      "read a state that `pulumi stack export` has written; may be repeated",
      collect,
    );
  return withStacks(
    withStates,
    "only jobs of the stack organization/project/stack; its state must be read, or the stack must " +
      "have been removed; may be repeated",
  ).option("--all", "also jobs of stacks whose states are not read");
}
