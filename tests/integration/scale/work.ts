// What a process of its own is given to do, all at once, and what it tells afterwards.
import type { Kept, Settings, Values } from "../../support/lifecycle/driver";

/** One operation of the engine. */
export type Task =
  | { readonly do: "create"; readonly inputs: Values }
  | { readonly do: "update"; readonly kept: Kept; readonly inputs: Values }
  | { readonly do: "delete"; readonly kept: Kept };

/** What a process is started with. */
export interface Work {
  readonly settings: Settings;
  /** How much faster than on this machine pauses and deadlines pass. */
  readonly timeScale: number;
  readonly tasks: readonly Task[];
}

/** What became of one operation. */
export interface Done {
  /** What the state holds of the resource now; nothing after a delete, or where nothing was made. */
  readonly kept?: Kept;
  /** The error that the engine was told. */
  readonly error?: string;
}

/** What a process tells: the operations in order, and what they took. */
export interface Report {
  readonly done: readonly Done[];
  readonly tookMs: number;
  readonly rssMib: number;
  /** Most connections at once. */
  readonly sockets: number;
  /** How late the event loop came, at the 99th percentile. */
  readonly lagMs: number;
}
