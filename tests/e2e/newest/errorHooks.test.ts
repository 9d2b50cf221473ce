// An `onError` hook that says "again" makes the engine repeat an operation that has failed. However often it does, a
// resource has one job. Pulumi has such hooks since 3.217; up to 3.260 it repeats a partial failure as a create.
import type { FaultPhase } from "../../../emulator";
import { boxOf, PROVIDERS, withPlugin } from "../../support/nativeJob";
import { CREATE, expectInStep, printed, useStack, writes } from "../../support/stack";

const stack = useStack();

/** A hook that allows so many repetitions, and prints a line for each. */
const hook = (times: number): string => `
  const { ErrorHook } = require("@pulumi/pulumi");
  let left = ${times};
  const again = new ErrorHook("again", () => {
    console.log("hook called");
    return left-- > 0;
  });`;

const LATE = { create: "1s", update: "1s" };
const options = (timeouts: object = {}): string =>
  `{ hooks: { onError: [again] }, customTimeouts: ${JSON.stringify(timeouts)} }`;

/** So late that a wait of one second fails. */
const late = { image: "a", ports: [22], env: { EMULATOR_ASSIGN: "never" } };

const lost: { readonly phase: FaultPhase; readonly action: "reset" } = {
  phase: "after",
  action: "reset",
};

describe.each(PROVIDERS)("%s", (provider) => {
  beforeEach(() => {
    if (provider === "plugin") withPlugin(stack);
  });

  /** Runs the program, and then one without a hook to the end; returns what the first has printed. */
  async function run(args: object, timeouts?: object): Promise<string> {
    const program = boxOf(provider, args, options(timeouts), hook(3));
    return printed(await stack.up(program));
  }

  /** Nothing is alive after a destroy, and nothing was cancelled twice. */
  async function expectGone(): Promise<void> {
    const end = await stack.destroy();
    expect([end.code, stack.emulator.ledger().alive]).toEqual([0, 0]);
  }

  test("a create that was refused is repeated and buys one job", async () => {
    const body = JSON.stringify({ message: "not now" });
    stack.emulator.failNext({ route: CREATE, status: 403, body });
    expect(await run({})).toContain("hook called");
    await expectInStep(stack, 1);
    expect(writes(stack.emulator).filter((each) => each === CREATE)).toHaveLength(2);
    await expectGone();
  });

  test("a create whose response was lost is repeated without a second job", async () => {
    stack.emulator.failNext({ route: CREATE, ...lost });
    await run({});
    await expectInStep(stack, 1);
    expect(stack.emulator.ledger().jobs).toHaveLength(1);
    await expectGone();
  });

  test("a wait that has failed is repeated on the same job", async () => {
    expect(await run({ container: late }, LATE)).toContain("hook called");
    await expectInStep(stack, 1);
    expect(stack.emulator.ledger().jobs).toHaveLength(1);
    await expectGone();
  });

  test("onCreateFailure: cancel leaves no job behind, however often the create is repeated", async () => {
    const output = await run({ container: late, onCreateFailure: "cancel" }, LATE);
    expect(output).toContain("hook called");
    expect(stack.emulator.ledger().alive).toBe(0);
    await expectGone();
  });
});
