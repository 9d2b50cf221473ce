// A stack of several resources as the engine works on it: all at once, each as the model of one has it.
import { OperationFailed, type Values } from "../../support/lifecycle/driver";
import {
  createResource,
  type Entry,
  type Operations,
  type Resource,
  type UpOptions,
} from "../../support/lifecycle/engineModel";
import { type Fate, Killed } from "./fate";
import type { Machine } from "./machine";

/** What the program says of a resource; `undefined`: nothing. */
export interface Want {
  readonly program: Values | undefined;
  readonly options?: UpOptions | undefined;
}

/** How an operation ended, as a person sees it. */
export type Ending =
  | { readonly kind: "ok" }
  | { readonly kind: "killed" }
  | { readonly kind: "failed"; readonly errors: readonly OperationFailed[] };

/** A stack; its resources have numbers. */
export interface WholeStack {
  entriesOf(resource: number): readonly Entry[];
  up(wants: readonly Want[], fate: Fate, refresh: boolean): Promise<Ending>;
  refresh(fate: Fate): Promise<Ending>;
  destroy(fate: Fate): Promise<Ending>;
  /** `pulumi state delete` of an unconfirmed resource, or of one without a live job. */
  forget(resource: number, isAlive: (uuid: unknown) => boolean): void;
}

/** An empty stack. */
export function createWholeStack(size: number, machine: Machine): WholeStack {
  let driver = machine.start({}).driver;
  /** Every operation has a process of its own. */
  const current: Operations = {
    prepare: (...args) => driver.prepare(...args),
    diff: (...args) => driver.diff(...args),
    create: (...args) => driver.create(...args),
    read: (...args) => driver.read(...args),
    update: (...args) => driver.update(...args),
    delete: (...args) => driver.delete(...args),
  };
  let resources: readonly Resource[] = Array.from({ length: size }, () => createResource(current));

  /** Runs the steps one after the other, each for all resources at once; a failure is the last step. */
  const run = async (
    fate: Fate,
    ...steps: readonly ((resource: Resource, index: number) => Promise<void>)[]
  ): Promise<Ending> => {
    const process = machine.start(fate);
    ({ driver } = process);
    const errors: unknown[] = [];
    for (const step of steps) {
      if (errors.length > 0) break;
      const results = await Promise.allSettled(resources.map(step));
      for (const each of results) if (each.status === "rejected") errors.push(each.reason);
    }
    await process.end();
    const unknown = errors.find(
      (error) => !(error instanceof OperationFailed || error instanceof Killed),
    );
    if (unknown !== undefined) {
      throw new Error("The run ended in a way that no engine knows.", { cause: unknown });
    }
    if (process.isKilled()) return { kind: "killed" };
    const failures = errors.filter((error) => error instanceof OperationFailed);
    return failures.length === 0 ? { kind: "ok" } : { kind: "failed", errors: failures };
  };
  const refresh = (resource: Resource): Promise<void> => resource.refresh();
  return {
    entriesOf: (index) => resources[index]?.entries() ?? [],
    up: (wants, fate, isRefreshed) =>
      run(
        fate,
        ...(isRefreshed ? [refresh] : []),
        async (resource, index) => {
          const { program, options } = wants[index] ?? { program: undefined };
          if (program !== undefined) await resource.register(program, options);
        },
        (resource, index) =>
          wants[index]?.program === undefined ? resource.destroy() : resource.sweep(),
      ),
    refresh: (fate) => run(fate, refresh),
    destroy: (fate) => run(fate, (resource) => resource.destroy()),
    forget(index, isAlive) {
      resources = resources.map((each, at) => {
        if (at !== index) return each;
        const confirmed = each.entries().filter(({ outputs }) => outputs["uuid"] !== undefined);
        const isDoubtful = confirmed.length < each.entries().length;
        const kept = isDoubtful
          ? confirmed
          : confirmed.filter(({ outputs }) => isAlive(outputs["uuid"]));
        return createResource(current, kept);
      });
    },
  };
}
