import { describeRecipes } from "./describeRecipes";
import { cookedBox, describeStory } from "./describeStory";
import { openDirectDriver } from "../../support/lifecycle/directDriver";
import { openHostDriver } from "../../support/lifecycle/hostDriver";
import { useRig } from "../../support/lifecycle/rig";

jest.setTimeout(30_000);

describe.each([
  ["asked directly", openDirectDriver],
  ["in Pulumi's host of dynamic providers", openHostDriver],
])("a JobFromRecipe, %s", (_name, open) => {
  const rig = useRig(open, { type: "JobFromRecipe" });
  describeStory(rig, cookedBox);
  describeRecipes(rig);
});
