import type { Driver, Values } from "./driver";
import { createStack, type Stack } from "./engineModel";
import { type Account, ledgerOf } from "./ledgerOf";
import type { Rig } from "./rig";

/** A stack with one job, anew for each test. */
export interface TestStack extends Stack {
  /** What was bought, from before the first job on. */
  readonly account: () => Account;
  /** The ids in the state. */
  readonly ids: () => readonly string[];
  /** Goes on with the same state on another machine. */
  moveTo(driver: Driver): void;
}

/**
 * Sets up a stack for the tests of the enclosing block. Each of them ends with a destroy, after
 * which nothing is billed and the state is empty.
 */
export function useStack(rig: () => Rig, program: Values): TestStack {
  let stack: Stack;
  let account: Account;
  beforeEach(async () => {
    account = ledgerOf(rig().emulator);
    stack = createStack(rig().driver);
    expect(await stack.up(program)).toBeUndefined();
  });
  afterEach(async () => {
    expect([await stack.destroy(), stack.entries(), account.alive()]).toEqual([undefined, [], []]);
  });
  return {
    entries: () => stack.entries(),
    up: (...options) => stack.up(...options),
    refresh: () => stack.refresh(),
    destroy: () => stack.destroy(),
    account: () => account,
    ids: () => stack.entries().map(({ id }) => id),
    moveTo(driver) {
      stack = createStack(driver, stack.entries());
    },
  };
}
