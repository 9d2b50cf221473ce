// With `--continue-on-error` the engine goes on beside a failure. What depends on it is skipped: the engine asks the
// provider for a preview of it in the middle of the run.
import { succeeded } from "../../support/engine/project";
import { jobClass, PROVIDERS, withPlugin, type ProviderName } from "../../support/nativeJob";
import {
  boxArgs,
  CREATE,
  expectInStep,
  failed,
  programOf,
  useStack,
  writes,
} from "../../support/stack";

const stack = useStack();
const OFFERS = "/v1/compute/offers";

/** The second box hangs on the first, and alone has a price cap, for which a create reads offers. */
const program = (provider: ProviderName): string =>
  programOf(`
    const Job = ${jobClass(provider)};
    const args = ${JSON.stringify(boxArgs)};
    const first = new Job("first", args);
    new Job("second", { ...args, title: first.uuid, maxHourlyUsd: 9 });
    new Job("third", args);`);

test.each(PROVIDERS)(
  "%s: a box that is skipped sends nothing, and the next up creates it",
  async (provider) => {
    if (provider === "plugin") withPlugin(stack);
    const { emulator } = stack;
    const paths = (): readonly string[] => emulator.requests().map(({ path }) => path);
    emulator.failNext({ route: CREATE, status: 403, body: JSON.stringify({ message: "not now" }) });
    const run = await stack.up(program(provider), "--continue-on-error", "--parallel", "1");
    expect(failed(run)).toContain("not now");
    expect(writes(emulator)).toEqual([CREATE, CREATE]);
    expect(paths()).not.toContain(OFFERS);
    await expectInStep(stack, 1);

    succeeded(await stack.up(program(provider)));
    expect(paths()).toContain(OFFERS);
    await expectInStep(stack, 3);
    succeeded(await stack.destroy());
    expect(emulator.ledger().alive).toBe(0);
  },
);
