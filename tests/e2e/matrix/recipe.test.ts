// A job of a recipe on the real engine, from create to destroy. Part of the fixed set that runs on every supported version.
import { succeeded } from "../../support/engine/project";
import { CANCEL, expectInStep, programOf, useStack, writes } from "../../support/stack";

const stack = useStack();
const COOK = "POST /v1/job-recipes/{uuid}/cook";

const program = (args: object): string =>
  programOf(`
    const cooked = new dispersed.JobFromRecipe("cooked", ${JSON.stringify({
      recipeUuid: "019582a6-2000-7000-8000-000000000001",
      waitFor: "running",
      ...args,
    })});
    exports.status = cooked.status;`);

test("a job of a recipe is bought, left alone, updated, replaced and cancelled", async () => {
  const { emulator, project } = stack;
  project.write({ "index.js": program({}) });
  succeeded(await project.pulumi("preview"));
  expect(emulator.ledger().requests).toBe(0);
  succeeded(await stack.up(program({})));
  await expectInStep(stack, 1);
  succeeded(await stack.up(program({}), "--expect-no-changes"));
  succeeded(await stack.up(program({ sshUser: "root" })));
  expect(writes(emulator)).toEqual([COOK]);
  succeeded(await stack.up(program({ sshUser: "root", title: "another" })));
  await expectInStep(stack, 1);
  succeeded(await stack.destroy());
  expect(writes(emulator)).toEqual([COOK, CANCEL, COOK, CANCEL]);
  expect(emulator.ledger().alive).toBe(0);
});
