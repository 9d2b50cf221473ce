import { z } from "zod";

/**
 * What the engine does not tell a dynamic provider; the SDK passes it in the hidden input
 * `__context`, and it is echoed in the outputs because delete sees only those.
 */
export interface ResourceContext {
  /** Logical name: the default title, and what messages call the resource. */
  readonly name?: string | undefined;
  /** The resource option `customTimeouts`, as durations such as `10m`. */
  readonly timeouts?: Timeouts | undefined;
  /** Short hash of the public key that last read this job; only in outputs. */
  readonly key?: string | undefined;
}

/** Deadlines of whole operations. */
export interface Timeouts {
  readonly create?: string | undefined;
  readonly update?: string | undefined;
  readonly delete?: string | undefined;
}

/** Name of the hidden input and output. Names that begin with `__` are not displayed. */
export const CONTEXT = "__context";

const context = z
  .object({
    name: z.string().optional().catch(undefined),
    timeouts: z
      .object({
        create: z.string().optional(),
        update: z.string().optional(),
        delete: z.string().optional(),
      })
      .optional()
      .catch(undefined),
    key: z.string().optional().catch(undefined),
  })
  .catch({});

/** Reads the hidden property out of inputs or outputs; anything missing is left out. */
export function contextOf(properties: Readonly<Record<string, unknown>>): ResourceContext {
  return context.parse(properties[CONTEXT] ?? {});
}
