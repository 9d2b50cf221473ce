// What the plugin and its worker say to each other. The worker's bundle has message classes of its own, so a request and
// its response cross as bytes.
import type { Properties } from "../../resources/schema/types";

/** A component is to be constructed. */
export interface ConstructCall {
  readonly id: number;
  /** The engine's `ConstructRequest`. */
  readonly request: Uint8Array;
  readonly engineAddress: string;
  /** Inputs that the component takes as plain values, by name. */
  readonly plain: Properties;
  /** The names of the members of inputs that are objects, by the input's name. */
  readonly members: Readonly<Record<string, readonly string[]>>;
}

/** What became of it: the engine's `ConstructResponse`, or what is wrong. */
export type ConstructAnswer =
  | { readonly id: number; readonly response: Uint8Array }
  | { readonly id: number; readonly error: string };
