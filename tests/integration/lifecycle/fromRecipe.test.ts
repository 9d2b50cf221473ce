import { directAndHost } from "../../support/lifecycle/drivers";
import { describeRecipes } from "./describeRecipes";
import { cookedBox, describeStory } from "./describeStory";
import { useRig } from "../../support/lifecycle/rig";

jest.setTimeout(30_000);

describe.each(directAndHost)("a JobFromRecipe, %s", (_name, open) => {
  const rig = useRig(open, { type: "JobFromRecipe" });
  describeStory(rig, cookedBox);
  describeRecipes(rig);
});
