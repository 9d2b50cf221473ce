// What components register, under Pulumi's mocks.
import * as pulumi from "@pulumi/pulumi";

/** A resource that reached the engine. */
export interface Registered {
  readonly type: string;
  readonly name: string;
  /** The inputs that a user can write, without those that have no value. */
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly context: unknown;
}

/**
 * Sets mocks for the tests of the enclosing file.
 *
 * @param outputsOf what the service says of a resource.
 * @returns what was registered so far, by name and type such as `box Job`.
 */
export function useMocks(
  outputsOf: (name: string) => Readonly<Record<string, unknown>>,
): ReadonlyMap<string, Registered> {
  const registered = new Map<string, Registered>();
  beforeAll(async () => {
    await pulumi.runtime.setMocks({
      newResource: ({ type, name, inputs }) => {
        const { __context: context, ...all } = inputs as Record<string, unknown>;
        const given = Object.entries(all).filter(
          ([key, value]) => value !== undefined && value !== null && !key.startsWith("__"),
        );
        const kind = type.split(":").at(-1) ?? type;
        const one = { type, name, inputs: Object.fromEntries(given), context };
        registered.set(`${name} ${kind}`, one);
        return { id: `${name}-id`, state: { ...one.inputs, ...outputsOf(name) } };
      },
      call: ({ inputs }) => inputs as Record<string, unknown>,
    });
  });
  return registered;
}

/** What an output comes to. */
export function valueOf<T>(output: pulumi.Output<T>): Promise<T> {
  return new Promise((resolve) => output.apply(resolve));
}
