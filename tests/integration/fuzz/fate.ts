// What a process of the provider is in for while an operation runs.

/**
 * Who dies: the engine, whose provider notices and ends what it cannot leave; the provider; or both
 * by a person's second Ctrl-C, which lets the provider write down what the engine was told of.
 */
export type Victim = "engine" | "provider" | "both";

/** When an operation is killed. */
export interface Kill {
  readonly victim: Victim;
  /**
   * `sending`: before the n-th request leaves; `answered`: when its answer has arrived, unread;
   * `done`: when the n-th call of the engine is over, and its result not yet in the state.
   */
  readonly when: "sending" | "answered" | "done";
  readonly n: number;
  /** Whether a provider whose engine was killed is still at work when the next command begins. */
  readonly lingers: boolean;
}

/** Something that happens to the service while an operation runs. */
export interface Meanwhile {
  /** Before which request of the operation. */
  readonly n: number;
  readonly happens: () => Promise<void>;
}

/** What an operation is in for. */
export interface Fate {
  readonly kill?: Kill | undefined;
  readonly meanwhile?: Meanwhile | undefined;
  /** Whether it runs with `dispersed:onOrphan: ignore`. */
  readonly isIgnoring?: boolean | undefined;
}

/** The end of an operation whose result is lost. */
export class Killed extends Error {}
