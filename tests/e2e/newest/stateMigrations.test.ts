// The option `stateMigrations` (experimental, since 3.260) rewrites a resource's prior state before the engine compares
// it: a job that gets another name in this way is the same job.
import { succeeded } from "../../support/engine/project";
import { jobClass, PROVIDERS, withPlugin, type ProviderName } from "../../support/nativeJob";
import {
  boxArgs,
  CANCEL,
  CREATE,
  expectInStep,
  printed,
  programOf,
  useStack,
  writes,
} from "../../support/stack";

const stack = useStack();

/** A group with a job of this name in it. */
const program = (provider: ProviderName, name: string, options = "{}"): string =>
  programOf(`
    const Job = ${jobClass(provider)};
    const group = new pulumi.ComponentResource("my:index:Group", "group", {}, ${options});
    new Job("${name}", ${JSON.stringify({ ...boxArgs, title: "box" })}, { parent: group });`);

/** Renames the job in the state from "old" to "new". */
const migration = `{ stateMigrations: [({ oldState }) => {
  const old = oldState.find(({ urn }) => urn.endsWith("::old"));
  if (old === undefined) return undefined;
  const urn = old.urn.replace(/::old$/, "::new");
  return {
    newState: oldState.map((each) => (each === old ? { ...old, urn } : each)),
    successors: { [old.urn]: urn },
  };
}] }`;

test.each(PROVIDERS)(
  "%s: a job that a migration renames is neither bought nor cancelled",
  async (provider) => {
    if (provider === "plugin") withPlugin(stack);
    succeeded(await stack.up(program(provider, "old")));
    const before = await expectInStep(stack, 1);
    const moved = program(provider, "new", migration);
    stack.project.write({ "index.js": moved });
    expect(printed(succeeded(await stack.project.pulumi("preview")))).not.toMatch(
      /to (create|delete|replace)/,
    );
    succeeded(await stack.up(moved));
    succeeded(await stack.up(program(provider, "new"), "--expect-no-changes"));
    expect(await expectInStep(stack, 1)).toEqual(before);
    expect(writes(stack.emulator)).toEqual([CREATE]);
    succeeded(await stack.destroy());
    expect(writes(stack.emulator)).toEqual([CREATE, CANCEL]);
  },
);
