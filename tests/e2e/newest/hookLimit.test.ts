// The engine's own limit: after a hundred repetitions an `onError` hook is not asked again. A plain failure is then a
// plain failure. After a partial one the engine records the resource without an id, and its job is alive.
import { succeeded } from "../../support/engine/project";
import { boxOf, PROVIDERS, withPlugin } from "../../support/nativeJob";
import { CREATE, expectInStep, failed, useStack, writes } from "../../support/stack";

jest.setTimeout(600_000);
const stack = useStack({ commandLimitMs: 500_000 });
const LIMIT = "maximum number of error hook retries (100) reached";

/** A hook that always says "again". */
const hook = `
  const { ErrorHook } = require("@pulumi/pulumi");
  const again = new ErrorHook("again", () => true);`;
const options =
  "{ hooks: { onError: [again] }, customTimeouts: { create: '100ms', update: '100ms' } }";

describe.each(PROVIDERS)("%s", (provider) => {
  beforeEach(() => {
    if (provider === "plugin") withPlugin(stack);
  });

  test("a create that is always refused buys nothing, and the next up without the fault creates", async () => {
    const body = JSON.stringify({ message: "not now" });
    stack.emulator.failNext({ route: CREATE, status: 403, body, count: 10_000 });
    expect(failed(await stack.up(boxOf(provider, {}, options, hook)))).toContain(LIMIT);
    expect(stack.emulator.ledger().jobs).toEqual([]);
    await expectInStep(stack, 0);
    stack.emulator.liftFaults();
    succeeded(await stack.up(boxOf(provider)));
    await expectInStep(stack, 1);
    succeeded(await stack.destroy());
    expect(stack.emulator.ledger().alive).toBe(0);
  });

  test("a job that is always late stays one job, and the documented way takes it up again", async () => {
    const late = { container: { image: "a", ports: [22], env: { EMULATOR_ASSIGN: "never" } } };
    expect(failed(await stack.up(boxOf(provider, late, options, hook)))).toContain(LIMIT);
    expect(writes(stack.emulator)).toEqual([CREATE]);
    const { resources = [] } = await stack.project.exportState();
    const lost = resources.find(({ urn }) => urn.endsWith("::box"));
    expect(lost).toMatchObject({
      type: expect.stringMatching(/dispersed:(index:)?Job$/) as unknown,
    });
    expect(lost?.id).toBeUndefined();
    expect(failed(await stack.up(boxOf(provider, late)))).not.toMatch(/panic/i);

    const urn = lost?.urn ?? "";
    succeeded(await stack.project.pulumi("state", "delete", "--yes", "--force", urn));
    const created = { ...late, waitFor: "created" };
    const said = failed(await stack.up(boxOf(provider, created)));
    const [, adopt] = /set `adopt: "([^"]+)"` to keep it/.exec(said) ?? [];
    succeeded(await stack.up(boxOf(provider, { ...created, adopt })));
    expect(writes(stack.emulator)).toEqual([CREATE]);
    await expectInStep(stack, 1);
    succeeded(await stack.destroy());
    expect(stack.emulator.ledger().alive).toBe(0);
  });
});
