// One resource in a stack, as the engine works on it: which calls it makes, in which order, and what
// it keeps when one of them fails. Read in pkg/resource/deploy (step_generator.go, step.go) of 3.259.
import { type Driver, type Kept, OperationFailed, type Values } from "./driver";

/** An entry of the state. */
export interface Entry extends Kept {
  readonly inputs: Values;
  /** Why it is not what was asked for; the next up updates it, even without a change. */
  readonly initErrors: readonly string[];
  /** Replaced already, and still to be deleted. */
  readonly isCondemned: boolean;
  /** Deleted already, and still to be replaced. */
  readonly isPendingReplacement: boolean;
}

/** What the program and the command line ask for. */
export interface UpOptions {
  /** `--replace`, a taint: check sees no old inputs and diff is not asked. */
  readonly replace?: boolean;
  /** `--refresh`. */
  readonly refresh?: boolean;
  /** The resource option; the SDK sets it unless the user does. */
  readonly deleteBeforeReplace?: boolean;
  /** Everything is killed when the old job was deleted; whether the state knows of that already. */
  readonly crashAfterDelete?: "noted" | "unnoted";
}

/** A stack of one resource. Operations give the error that ended them, `undefined` when all went well. */
export interface Stack {
  readonly entries: () => readonly Entry[];
  up(program: Values, options?: UpOptions): Promise<OperationFailed | undefined>;
  refresh(): Promise<OperationFailed | undefined>;
  destroy(): Promise<OperationFailed | undefined>;
}

/** What the engine calls. */
export type Operations = Pick<Driver, "prepare" | "diff" | "create" | "read" | "update" | "delete">;

/** The part of one resource in the operations of a stack. They reject with what ended them. */
export interface Resource {
  readonly entries: () => readonly Entry[];
  /** What an up does when the program asks for the resource. */
  register(program: Values, options?: UpOptions): Promise<void>;
  /** What an up does at its end: replaced jobs are deleted. */
  sweep(): Promise<void>;
  refresh(): Promise<void>;
  /** What a destroy does, and an up whose program does not ask for the resource. */
  destroy(): Promise<void>;
}

class Crash extends Error {}

/** A resource; without entries it is not in the state. */
export function createResource(driver: Operations, found: readonly Entry[] = []): Resource {
  let entries = found;
  const put = (entry: Entry, ...replaced: readonly Entry[]): void => {
    entries = [...entries.filter((each) => each !== entry && !replaced.includes(each)), entry];
  };
  const change = (entry: Entry, changes: Partial<Entry>): Entry => {
    const changed = { ...entry, ...changes };
    entries = entries.map((each) => (each === entry ? changed : each));
    return changed;
  };
  const drop = (entry: Entry): void => {
    entries = entries.filter((each) => each !== entry);
  };

  const check = async (oldInputs: Values, program: Values): Promise<Values> => {
    const { inputs, failures } = await driver.prepare(oldInputs, program);
    const [first] = failures;
    if (first === undefined) return inputs;
    throw new OperationFailed(first.reason, undefined);
  };
  const create = async (inputs: Values, old?: Entry): Promise<void> => {
    const fresh = { inputs, initErrors: [], isCondemned: false, isPendingReplacement: false };
    const enter = (kept: Kept, initErrors: readonly string[]): void => {
      if (old?.isPendingReplacement === false) change(old, { isCondemned: true });
      put({ ...fresh, ...kept, initErrors }, ...(old?.isPendingReplacement === true ? [old] : []));
    };
    try {
      enter(await driver.create(inputs), []);
    } catch (error) {
      if (error instanceof OperationFailed && error.kept !== undefined) {
        enter({ id: error.kept.id, outputs: error.kept.outputs }, error.kept.reasons);
      }
      throw error;
    }
  };
  const update = async (old: Entry, inputs: Values): Promise<void> => {
    try {
      const outputs = await driver.update(old.id, old.outputs, inputs);
      change(old, { inputs, outputs, initErrors: [] });
    } catch (error) {
      if (error instanceof OperationFailed && error.kept !== undefined) {
        const { id, outputs, reasons } = error.kept;
        change(old, { id, inputs, outputs, initErrors: reasons });
      }
      throw error;
    }
  };
  const replace = async (
    old: Entry,
    inputs: Values,
    { deleteBeforeReplace = true, crashAfterDelete }: UpOptions,
  ): Promise<void> => {
    if (!deleteBeforeReplace || old.isPendingReplacement) return create(inputs, old);
    await driver.delete(old.id, old.outputs);
    if (crashAfterDelete === "unnoted") throw new Crash();
    const deleted = change(old, { isPendingReplacement: true });
    if (crashAfterDelete === "noted") throw new Crash();
    await create(inputs, deleted);
  };
  const register = async (program: Values, options: UpOptions): Promise<void> => {
    const old = entries.find(({ isCondemned }) => !isCondemned);
    if (old === undefined) return create(await check({}, program));
    if (options.replace === true) return replace(old, await check({}, program), options);
    const inputs = await check(old.inputs, program);
    const { changed, replaces } = await driver.diff(old.id, old.outputs, inputs);
    if (replaces.length > 0 || old.isPendingReplacement) {
      return replace(old, await check({}, program), options);
    }
    if (changed || old.initErrors.length > 0) await update(old, inputs);
  };
  const remove = async (entry: Entry): Promise<void> => {
    if (!entry.isPendingReplacement) await driver.delete(entry.id, entry.outputs);
    drop(entry);
  };
  const refreshed = async (entry: Entry): Promise<void> => {
    if (entry.isPendingReplacement) return;
    const read = await driver.read(entry.id, entry.outputs, entry.inputs);
    if (read === undefined) drop(entry);
    else change(entry, { ...read, initErrors: [] });
  };
  return {
    entries: () => entries,
    register: (program, options = {}) => register(program, options),
    async sweep() {
      for (const entry of entries.filter(({ isCondemned }) => isCondemned)) await remove(entry);
    },
    async refresh() {
      for (const entry of entries) await refreshed(entry);
    },
    async destroy() {
      for (const entry of entries) await remove(entry);
    },
  };
}

/** A stack, empty at first. Each operation ends its process, as the engine does. */
export function createStack(driver: Driver, found: readonly Entry[] = []): Stack {
  const resource = createResource(driver, found);
  const run = async (operation: () => Promise<void>): Promise<OperationFailed | undefined> => {
    const failure = await operation().then(
      () => undefined,
      (error: unknown) => error,
    );
    await driver.restart(failure instanceof Crash ? "killed" : "ended");
    if (failure === undefined || failure instanceof Crash) return undefined;
    if (failure instanceof OperationFailed) return failure;
    throw new Error("The run ended in a way that no engine knows.", { cause: failure });
  };
  return {
    entries: resource.entries,
    up: (program, options) =>
      run(async () => {
        if (options?.refresh === true) await resource.refresh();
        await resource.register(program, options);
        await resource.sweep();
      }),
    refresh: () => run(() => resource.refresh()),
    destroy: () => run(() => resource.destroy()),
  };
}
