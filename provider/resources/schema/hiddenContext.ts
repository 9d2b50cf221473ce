import * as z from "zod";

import { UNKNOWN } from "./unknown";

/**
 * What a dynamic provider does not learn from the engine. The SDK passes it in the hidden input
 * `__context`. The outputs repeat it, because delete receives only those.
 */
export interface ResourceContext {
  /** Logical name: the default title, and what messages call the resource. */
  readonly name?: string | undefined;
  /** The resource option `customTimeouts`, as durations such as `10m`. */
  readonly timeouts?: Timeouts | undefined;
  /** Two hashes, of the stack and of the resource in it: `<stack>.<resource>`. */
  readonly owner?: string | undefined;
  /** Which purchase of the resource this is; drawn by check. See {@link withGeneration}. */
  readonly generation?: string | undefined;
  /** Whether the resource has the option `retainOnDelete`; only the SDK knows. */
  readonly retain?: boolean | undefined;
  /** Inputs that outputs repeat, where the program gave them as secrets; only the SDK knows. */
  readonly secrets?: readonly string[] | undefined;
  /** True in the inputs of a program that is only previewed; check takes it out. */
  readonly preview?: true | undefined;
  /** `project/stack`, for messages; only in the inputs of a program, and check takes it out. */
  readonly stack?: string | undefined;
  /** Short hash of the public key that last read this job; only in outputs. */
  readonly key?: string | undefined;
  /** The job's kind where the inputs leave it to a recipe; only in outputs. */
  readonly task?: string | undefined;
  /** When a purchase whose fate is unknown was sent, Unix time in ms; only in outputs. */
  readonly postedAtMs?: number | undefined;
  /** The service's clock minus ours at that moment, in ms; only in outputs. */
  readonly clockOffsetMs?: number | undefined;
  /** True where the service was seen to drop markers: not finding one proves nothing then. */
  readonly unmarked?: boolean | undefined;
  /** True while the job has not come as far as `waitFor` asks; only in outputs. */
  readonly unready?: boolean | undefined;
}

/** Deadlines of whole operations. */
export interface Timeouts {
  readonly create?: string | undefined;
  readonly update?: string | undefined;
  readonly delete?: string | undefined;
}

/** Name of the hidden input and output. Names that begin with `__` are not displayed. */
export const CONTEXT = "__context";

/** `<stack>.<resource>.<generation>`: one text, for bytes of state are speed. */
const ID = /^([a-z2-7]{8}\.[a-z2-7]{8})?(?:\.([a-z2-7]{10}))?$/;

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
    id: z.string().optional().catch(undefined),
    retain: z.boolean().optional().catch(undefined),
    secrets: z.array(z.string()).optional().catch(undefined),
    preview: z.literal(true).optional().catch(undefined),
    stack: z.string().optional().catch(undefined),
    key: z.string().optional().catch(undefined),
    task: z.string().optional().catch(undefined),
    postedAtMs: z.number().optional().catch(undefined),
    clockOffsetMs: z.number().optional().catch(undefined),
    unmarked: z.boolean().optional().catch(undefined),
    unready: z.boolean().optional().catch(undefined),
  })
  .catch({});

/** Reads the hidden property out of inputs or outputs; anything missing is left out. */
export function contextOf(properties: Readonly<Record<string, unknown>>): ResourceContext {
  const { id = "", ...rest } = context.parse(properties[CONTEXT] ?? {});
  const [, owner, generation] = ID.exec(id) ?? [];
  return { ...rest, owner, generation };
}

/** The hidden property as {@link contextOf} reads it; what is not there is left out. */
export function contextProperty({
  owner,
  generation,
  ...rest
}: ResourceContext): Record<string, unknown> {
  const id = `${owner ?? ""}${generation === undefined ? "" : `.${generation}`}`;
  const members = Object.entries({ ...rest, id: id === "" ? undefined : id });
  return Object.fromEntries(members.filter(([, value]) => value !== undefined));
}

/**
 * The inputs with the generation of the resource: the old inputs' where the engine has them, else
 * the one that `draw` makes. The engine shows no old inputs for a new resource and for every
 * replacement, so each purchase has its own. A preview draws none and leaves the
 * id unknown: an update plan would hold the update to the one that was drawn for it.
 *
 * @param draw ten base32 characters.
 */
export function withGeneration(
  inputs: Readonly<Record<string, unknown>>,
  oldInputs: Readonly<Record<string, unknown>>,
  draw: () => string,
): Record<string, unknown> {
  const { preview, ...given } = contextOf(inputs);
  const context = { ...given, stack: undefined };
  const { generation: earlier } = contextOf(oldInputs);
  if (earlier === undefined && preview === true) {
    return { ...inputs, [CONTEXT]: { ...contextProperty(context), id: UNKNOWN } };
  }
  const generation = earlier ?? draw();
  return { ...inputs, [CONTEXT]: contextProperty({ ...context, generation }) };
}
