// A job that is cooked from a recipe, as an engine asks for it.
import { seedRecipes } from "../../../emulator/seed/recipes";
import type { PluginProcess } from "../../support/pluginProcess";
import { argsFor, usePlugin } from "./usePlugin";

const rig = usePlugin();
const [recipe] = seedRecipes;
const recipeUuid = recipe?.uuid ?? "";
let plugin: PluginProcess;

beforeAll(async () => {
  const { emulator, start } = rig();
  plugin = await start({}, "dispersed:index:JobFromRecipe");
  await plugin.configure(argsFor(emulator));
});

test("what was imported by its id is no change for a program that names only the recipe", async () => {
  const { id } = await plugin.create((await plugin.check({ recipeUuid, minRamGb: 24 })).inputs);
  const { inputs: imported, properties } = await plugin.read(id);
  const { inputs } = await plugin.check({ recipeUuid }, imported);
  expect((await plugin.diff(id, properties, inputs)).replacesList).toEqual([]);
});
