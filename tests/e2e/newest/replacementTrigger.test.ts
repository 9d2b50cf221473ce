// The option `replacementTrigger` replaces a resource without asking the provider, so the order of buying and
// cancelling comes from `deleteBeforeReplace` alone.
import { succeeded } from "../../support/engine/project";
import { boxOf, withPlugin } from "../../support/nativeJob";
import { CANCEL, CREATE, useStack, writes } from "../../support/stack";

const stack = useStack();

test("at the dynamic provider it cancels the old job first", async () => {
  const program = (trigger: string): string =>
    boxOf("dynamic provider", {}, `{ replacementTrigger: "${trigger}" }`);
  succeeded(await stack.up(program("one")));
  succeeded(await stack.up(program("two")));
  expect(writes(stack.emulator)).toEqual([CREATE, CANCEL, CREATE]);
});

test("at the plugin it does so with deleteBeforeReplace", async () => {
  withPlugin(stack);
  const program = (trigger: string): string =>
    boxOf("plugin", {}, `{ replacementTrigger: "${trigger}", deleteBeforeReplace: true }`);
  succeeded(await stack.up(program("one")));
  succeeded(await stack.up(program("two")));
  expect(writes(stack.emulator)).toEqual([CREATE, CANCEL, CREATE]);
});
