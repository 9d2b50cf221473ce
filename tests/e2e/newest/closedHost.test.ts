// The engine (since 3.231) sends Cancel to a provider whenever it is closed, and before it is replaced. That is no wish
// to stop: what the provider does just then is finished.
import { succeeded } from "../../support/engine/project";
import { jobClass, PROVIDERS, withPlugin, type ProviderName } from "../../support/nativeJob";
import { testKeys } from "../../support/engine/stackTemplate";
import {
  boxArgs,
  CANCEL,
  CREATE,
  expectInStep,
  failed,
  printed,
  programOf,
  useStack,
  writes,
} from "../../support/stack";

const stack = useStack({ startAfterMs: 1_500, cancelAfterMs: 1_500 });
const CUT = /cut short|interrupted/i;

const providerOf = (provider: ProviderName): string => {
  const settings = JSON.stringify({ baseUrl: stack.emulator.url, ...testKeys });
  return provider === "plugin"
    ? `new (class extends pulumi.ProviderResource {
         constructor() { super("dispersed", "own", ${settings}); }
       })()`
    : `new dispersed.Provider("own", ${settings})`;
};

/** A box of a provider of its own, and what the program does after. */
const program = (provider: ProviderName, after = ""): string =>
  programOf(`
    const own = ${providerOf(provider)};
    const Job = ${jobClass(provider)};
    new Job("box", ${JSON.stringify(boxArgs)}, { provider: own, deleteBeforeReplace: true });
    ${after}`);

describe.each(PROVIDERS)("%s", (provider) => {
  beforeEach(() => {
    if (provider === "plugin") withPlugin(stack);
  });

  test("a provider that is replaced replaces its box in order", async () => {
    succeeded(await stack.up(program(provider)));
    const { resources = [] } = await stack.project.exportState();
    const { urn } = resources.find(({ urn: each }) => each.endsWith("::own")) ?? { urn: "" };
    const run = succeeded(await stack.up(program(provider), "--replace", urn));
    expect(printed(run)).not.toMatch(CUT);
    await expectInStep(stack, 1);
    expect(printed(succeeded(await stack.destroy()))).not.toMatch(CUT);
    expect(stack.emulator.ledger().alive).toBe(0);
  });

  test("a program that fails while its box starts leaves the box in the state", async () => {
    const fails = `setTimeout(() => { throw new Error("the program fails"); }, 700);`;
    expect(failed(await stack.up(program(provider, fails)))).toContain("the program fails");
    const alive = await expectInStep(stack, stack.emulator.ledger().alive);
    succeeded(await stack.up(program(provider)));
    await expectInStep(stack, 1);
    expect(alive.length).toBeLessThan(2);
    succeeded(await stack.destroy());
    expect(writes(stack.emulator)).toEqual([CREATE, CANCEL]);
  });
});
