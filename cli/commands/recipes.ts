import type { Command } from "commander";

import { isDispersedError, errorMessage } from "../../provider/api/errors/errors";
import { sentences } from "../../provider/api/errors/sentences";
import { isUuid } from "../../provider/api/endpoints/uuid";
import { getRecipe } from "../../provider/resources/functions/getRecipe";
import { getRecipes } from "../../provider/resources/functions/getRecipes";
import { askWithFlags, numberOf } from "../askWithFlags";
import { cleaned } from "../cleaned";
import { exitCode, UsageError, type ExitCode } from "../exitCode";
import { quickstartLines, recipeText, type RecipeFacts } from "../recipes/recipeText";
import { connect } from "../session";
import { tableOf } from "../table";
import type { Terminal } from "../terminal";

const EXAMPLES = `
With a uuid, it shows one recipe: its inputs, the job that it creates, and its guide.

Examples:
  dispersed recipes --official
  dispersed recipes 3fa85f64-5717-4562-b3fc-2c963f66afa6
  dispersed recipes --json

Exit codes: 0 ok, also without any recipes; 1 the command failed; 2 wrong usage.
`;

interface RecipesFlags {
  readonly official?: true | undefined;
  readonly limit?: string | undefined;
  readonly json?: boolean | undefined;
}

type RecipeSummary = Omit<RecipeFacts, "inputs" | "template" | "quickstartMd"> & {
  readonly isOwner?: boolean | undefined;
  readonly lastUsedAt?: string | undefined;
};

/** Adds `dispersed recipes`. */
export function addRecipes(
  program: Command,
  terminal: Terminal,
  end: (code: ExitCode) => void,
): void {
  program
    .command("recipes")
    .summary("list recipes, or show one")
    .description("Lists the recipes that the account can use, newest first, or shows one of them.")
    .argument("[uuid]", "the recipe to show")
    .option("--official", "only Dispersed's own recipes")
    .option("--limit <number>", "maximum number of recipes, 1 to 1000", "100")
    .option("--json", "print JSON")
    .addHelpText("after", EXAMPLES)
    .action(async (uuid: string | undefined, flags: RecipesFlags) =>
      end(
        uuid === undefined
          ? await listRecipes(terminal, flags)
          : await showRecipe(terminal, uuid, flags),
      ),
    );
}

async function listRecipes(terminal: Terminal, flags: RecipesFlags): Promise<ExitCode> {
  const answer = await askWithFlags(
    {
      definition: getRecipes,
      args: { isOfficial: flags.official, limit: numberOf(flags.limit) },
      flags: { limit: "--limit" },
    },
    () => connect(terminal),
  );
  // The definition's own schema made it.
  const { recipes, complete } = answer as {
    recipes: readonly RecipeSummary[];
    complete: boolean;
  };
  if (flags.json === true) {
    terminal.print(JSON.stringify(cleaned({ recipes, complete })));
    return exitCode.ok;
  }
  terminal.print(recipes.length === 0 ? "No recipes." : recipeTable(recipes));
  if (!complete) terminal.say("There may be more recipes: raise --limit to list them.");
  return exitCode.ok;
}

function recipeTable(recipes: readonly RecipeSummary[]): string {
  const yes = (flag: boolean | undefined): string => (flag === true ? "yes" : "");
  return tableOf(
    ["uuid", "name", "description", "official", "yours", "last used"],
    recipes.map(({ uuid, name, description, isOfficial, isOwner, lastUsedAt }) => [
      ...[uuid, name, description, yes(isOfficial), yes(isOwner), lastUsedAt],
    ]),
  );
}

async function showRecipe(
  terminal: Terminal,
  uuid: string,
  flags: RecipesFlags,
): Promise<ExitCode> {
  if (!isUuid(uuid)) {
    throw new UsageError("expected a recipe's uuid; `dispersed recipes` lists them");
  }
  if (flags.official === true) {
    throw new UsageError("--official is for the list: remove it to show one recipe");
  }
  const { api } = await connect(terminal);
  const recipe = (await getRecipe.ask(api, { uuid }).catch((error: unknown) => {
    if (!isDispersedError(error) || error.status !== 404) throw error;
    throw new Error(
      sentences(errorMessage(error), "`dispersed recipes` lists those that this key can see."),
    );
  })) as unknown as RecipeFacts;
  if (flags.json === true) {
    const { quickstartMd, ...rest } = recipe;
    const quickstart = quickstartLines({ quickstartMd });
    terminal.print(JSON.stringify(cleaned({ recipe: rest, quickstart })));
  } else recipeText(recipe).forEach((line) => terminal.print(line));
  return exitCode.ok;
}
