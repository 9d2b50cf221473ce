import { describeRecipes } from "./describeRecipes";
import { cookedBox, describeStory } from "./describeStory";
import { openDirectDriver } from "./directDriver";
import { openHostDriver } from "./hostDriver";
import { useRig } from "./rig";

jest.setTimeout(30_000);

describe.each([
  ["asked directly", openDirectDriver],
  ["in Pulumi's host of dynamic providers", openHostDriver],
])("a JobFromRecipe, %s", (_name, open) => {
  const rig = useRig(open, { type: "JobFromRecipe" });
  describeStory(rig, cookedBox);
  describeRecipes(rig);
});
