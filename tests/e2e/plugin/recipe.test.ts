// A YAML program that cooks a recipe, the plugin and the real engine.
import { seedRecipes } from "../../../emulator/seed/recipes";
import { printed, writes } from "../../support/stack";
import { succeeded } from "../../support/engine/project";
import { usePluginStack } from "../../support/pluginStack";

const JOB = "dispersed:index:JobFromRecipe";
const COOK = "POST /v1/job-recipes/{uuid}/cook";
const CANCEL = "PUT /v1/jobs/{uuid}/cancel";

/** Reads the recipe with a function, and cooks it with these overrides. */
const program = (overrides: object = {}): string => `variables:
  recipe:
    fn::invoke:
      function: dispersed:getRecipe
      arguments: { uuid: ${seedRecipes[0]?.uuid ?? ""} }
resources:
  box:
    type: dispersed:JobFromRecipe
    properties: ${JSON.stringify({ recipeUuid: "${recipe.uuid}", ...overrides })}
outputs:
  status: \${box.status}
  ssh: \${box.ssh.command}
`;

const stack = usePluginStack(program());

test("a recipe's job lives: up, no change, refresh, another override, destroy", async () => {
  const { project, emulator } = stack;
  const up = await stack.up();
  expect(printed(up)).toMatch(/status: "RUNNING"/);
  const { id, inputs, outputs } = await stack.resource(JOB);
  expect(outputs).toMatchObject({ uuid: id, sourceRecipeUuid: inputs?.["recipeUuid"] });
  await stack.expectNoChange();
  succeeded(await project.pulumi("refresh", "--yes", "--expect-no-changes"));

  await stack.up(program({ minRamGb: 32 }));
  expect((await stack.resource(JOB)).id).not.toBe(id);
  await stack.destroy();
  expect(writes(emulator)).toEqual([COOK, CANCEL, COOK, CANCEL]);
  expect(emulator.ledger().alive).toBe(0);
});
