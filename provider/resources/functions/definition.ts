// One function is one definition, as a resource is: the schemas that say what it takes and gives,
// and how the answer is found. Functions only read.
import type * as z from "zod";

import type { ApiClient } from "../../api/http/client";
import { sanitizeText } from "../../api/errors/sanitize";
import type { Finding, Properties } from "../schema/types";
import type { Journal } from "../account/journal";
import { metaOf } from "../schema/property";

type Shape = Readonly<Record<string, z.ZodType>>;

/** What a function is. The adapters in `provider/pulumi` know nothing else of it. */
export interface FunctionDefinition {
  /** Name without package and module, such as `getJob`. */
  readonly name: string;
  readonly description: string;
  readonly inputs: z.ZodObject<Shape>;
  readonly outputs: z.ZodObject<Shape>;
  /** Checks of arguments together, which single schemas cannot do. */
  readonly rules: (args: Properties) => readonly Finding[];
  /**
   * Computes the result for checked arguments.
   *
   * @throws DispersedError when the service does not give it.
   */
  ask(api: ApiClient, args: Properties, journal?: KnownPurchases): Promise<Properties>;
}

/** What this machine knows of purchases. */
export type KnownPurchases = Pick<Journal, "entriesOf" | "holdersAnywhere">;

const noPurchases: KnownPurchases = { entriesOf: () => [], holdersAnywhere: () => [] };

/** A definition whose code sees the types of its own schemas. */
interface TypedDefinition<I extends z.ZodObject<Shape>, O extends z.ZodObject<Shape>> {
  readonly name: string;
  readonly description: string;
  readonly inputs: I;
  readonly outputs: O;
  readonly rules?: (args: z.output<I>) => readonly Finding[];
  readonly ask: (
    api: ApiClient,
    args: z.output<I>,
    journal: KnownPurchases,
  ) => Promise<z.output<O>>;
}

/** Makes a definition. */
export function defineFunction<I extends z.ZodObject<Shape>, O extends z.ZodObject<Shape>>(
  definition: TypedDefinition<I, O>,
): FunctionDefinition {
  const { rules, ask, ...rest } = definition;
  return {
    ...rest,
    // The caller has checked the arguments by `inputs`.
    rules: (args) => rules?.(args as z.output<I>) ?? [],
    ask: async (api, args, journal = noPurchases) => {
      // The schema drops everything that it does not name.
      const answer = rest.outputs.parse(await ask(api, args as z.output<I>, journal));
      return Object.fromEntries(
        Object.entries(answer).map(([name, value]) => {
          const schema = rest.outputs.shape[name];
          // What is secret is never shown, and stays byte for byte.
          return [name, schema && metaOf(schema).secret === true ? value : shownSafely(value)];
        }),
      );
    },
  };
}

/** A program may export a result, and the engine's display interprets markup in it. */
function shownSafely(value: unknown): unknown {
  if (typeof value === "string") return sanitizeText(value);
  if (Array.isArray(value)) return value.map(shownSafely);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, shownSafely(each)]));
}
