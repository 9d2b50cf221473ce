// A hook that fails after an operation fails the run. The operation itself is done: its job is in the state.
import { succeeded, type Run } from "../../support/engine/project";
import { boxOf, PROVIDERS, withPlugin, type ProviderName } from "../../support/nativeJob";
import { CANCEL, CREATE, expectInStep, failed, useStack, writes } from "../../support/stack";

const stack = useStack();

const hook = `
  const hook = new pulumi.ResourceHook("hook", () => {
    throw new Error("the pager is off");
  });`;

/** A program whose box has the hook on an operation. */
const boxWith = (provider: ProviderName, on: string, args: object = {}): string =>
  boxOf(provider, args, `{ hooks: { ${on}: [hook] } }`, hook);

test.each(PROVIDERS)("%s: the job of a hook that fails is in the state", async (provider) => {
  if (provider === "plugin") withPlugin(stack);
  const { emulator } = stack;
  const expectFailed = (run: Run): void => expect(failed(run)).toContain("the pager is off");
  expectFailed(await stack.up(boxWith(provider, "afterCreate")));
  const [uuid] = await expectInStep(stack, 1);
  succeeded(await stack.up(boxWith(provider, "afterCreate")));

  const update = boxWith(provider, "afterUpdate", { sshUser: "root" });
  expectFailed(await stack.up(update));
  expect(await expectInStep(stack, 1)).toEqual([uuid]);
  succeeded(await stack.up(update));
  expect(writes(emulator)).toEqual([CREATE]);

  const last = boxWith(provider, "afterDelete", { sshUser: "root" });
  succeeded(await stack.up(last));
  const destroy = ["destroy", "--yes", "--skip-preview", "--run-program"];
  expectFailed(await stack.project.pulumi(...destroy));
  succeeded(await stack.destroy());
  expect(writes(emulator)).toEqual([CREATE, CANCEL]);
  await expectInStep(stack, 0);
});
