// The life of one resource as the engine drives it, directly or through an adapter.

/** Properties of a resource. Hidden ones begin with two underscores. */
export type Values = Readonly<Record<string, unknown>>;

/** The stack's configuration, as far as it matters here. */
export interface Settings {
  readonly baseUrl: string;
  readonly publicKey: string;
  readonly secretKey: string;
}

/** Something that is wrong with an input. */
export interface Complaint {
  readonly property: string;
  readonly reason: string;
}

/** What the engine writes for a value that it does not know yet. */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** A resource and what the state holds of it. */
export interface Kept {
  readonly id: string;
  readonly outputs: Values;
}

/** A word for the person at the terminal. */
export interface Line {
  readonly severity: string;
  readonly message: string;
  /** Present for a line that is only shown while it is true. */
  readonly ephemeral?: true;
}

/** A failed operation. */
export class OperationFailed extends Error {
  override readonly name = "OperationFailed";

  constructor(
    message: string,
    /** What the state keeps after a failed create or update; `undefined` where it keeps nothing. */
    readonly kept: (Kept & { readonly reasons: readonly string[] }) | undefined,
  ) {
    super(message);
  }
}

/** Operations reject with {@link OperationFailed}. What they give is what they take again. */
export interface Driver {
  /** @param oldInputs the inputs in the state, where the engine has some. */
  check(inputs: Values, oldInputs?: Values): Promise<readonly Complaint[]>;
  /**
   * Checks beside the inputs of the state, as the engine does; create, diff and update take the
   * inputs that come out.
   */
  prepare(
    oldInputs: Values,
    inputs: Values,
  ): Promise<{ readonly inputs: Values; readonly failures: readonly Complaint[] }>;
  diff(
    id: string,
    outputs: Values,
    inputs: Values,
  ): Promise<{ changed: boolean; replaces: readonly string[] }>;
  create(inputs: Values): Promise<Kept>;
  /**
   * `undefined` when the resource is gone; without inputs the engine keeps those it has.
   *
   * @param inputs those in the state, which only the plugin receives.
   */
  read(
    id: string,
    outputs: Values,
    inputs?: Values,
  ): Promise<(Kept & { inputs?: Values }) | undefined>;
  /** Reads with nothing but an id, as a program that looks up a resource it does not own. */
  get(id: string): Promise<Kept | undefined>;
  update(id: string, outputs: Values, inputs: Values): Promise<Values>;
  delete(id: string, outputs: Values): Promise<void>;
  /** All words so far. Some may still be on their way. */
  words(): readonly Line[];
  /**
   * Ends the process, and goes on in another one on the same machine. `ended`: as the engine ends a
   * run; `killed`: without a word.
   */
  restart(how: "ended" | "killed"): Promise<void>;
  close(): Promise<void>;
}

/** A resource of this package. */
export type ResourceType = "Job" | "JobFromRecipe" | "JobQuorum" | "SshKey";

/** What is driven, and how. */
export interface DriverOptions {
  /** A Job by default. */
  readonly type?: ResourceType;
  /** How much faster than on this machine pauses and deadlines pass; {@link TIME_SCALE} by default. */
  readonly timeScale?: number;
  /** Whose stack it is, where the engine says so: at the plugin; one of its own by default. */
  readonly stack?: string;
  /** Replaces the 30 s that one attempt may take; not in a host. */
  readonly attemptMs?: number;
  /** How much later it is than the service thinks; not in a host. */
  readonly laterMs?: number;
}

/** How fast time passes for a provider whose test does not say. */
export const TIME_SCALE = 20;

/** Starts a driver for a configuration. */
export type OpenDriver = (settings: Settings, options?: DriverOptions) => Promise<Driver>;

/** A diff of nothing. */
export const noChange = { changed: false, replaces: [] };

/** The failure of an operation; a success fails the test. */
export async function failureOf(operation: Promise<unknown>): Promise<OperationFailed> {
  const thrown = await operation.then(
    () => new Error("The operation succeeded."),
    (error: unknown) => error,
  );
  if (thrown instanceof OperationFailed) return thrown;
  throw thrown;
}

/** What a failed create or update leaves in the state; anything else fails the test. */
export async function keptAfter(
  operation: Promise<unknown>,
): Promise<Kept & { readonly reasons: readonly string[] }> {
  const failure = await failureOf(operation);
  if (failure.kept === undefined) throw failure;
  return failure.kept;
}

/** The properties that a user can see. */
export function visible(values: Values): Values {
  return Object.fromEntries(Object.entries(values).filter(([name]) => !name.startsWith("__")));
}
