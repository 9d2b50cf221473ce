// What a property says of itself besides its shape. Validation, diff, schema.json, the SDK's types
// and the reference documentation all read it from here.
import * as z from "zod";

/** What is known of a property. */
export interface PropertyMeta {
  /** Meaning, unit and default, in whole sentences: the documentation everywhere. */
  readonly description: string;
  /** Whether a change replaces the resource. */
  readonly replaces?: boolean | undefined;
  /** Whether the value is encrypted in state even when it is given plain. */
  readonly secret?: boolean | undefined;
  /** Whether the order of an array carries no meaning. */
  readonly unordered?: boolean | undefined;
  /** Whether white space around a text carries no meaning. */
  readonly trimmed?: boolean | undefined;
  /** What an absent value means, where that is a constant. */
  readonly defaultsTo?: string | number | undefined;
  /** Whether the value counts for create alone, so that changing it later is no change. */
  readonly onlyForCreate?: boolean | undefined;
  /** What a program's SDK gives where the user gives nothing. */
  readonly filledWith?: "stack" | undefined;
  /** Whether a secret is words, not a key: hiding it in messages would hide what they say. */
  readonly isProse?: boolean | undefined;
  /** Finds what no message repeats in a text that is no secret as a whole. */
  readonly secretParts?: ((value: string) => readonly string[]) | undefined;
}

declare module "zod" {
  // The shape is zod's: registering metadata means merging into this interface.
  interface GlobalMeta {
    typeName?: string | undefined;
    replaces?: boolean | undefined;
    secret?: boolean | undefined;
    unordered?: boolean | undefined;
    trimmed?: boolean | undefined;
    defaultsTo?: string | number | undefined;
    onlyForCreate?: boolean | undefined;
    filledWith?: "stack" | undefined;
    isProse?: boolean | undefined;
    secretParts?: ((value: string) => readonly string[]) | undefined;
  }
}

/** Attaches what is known of a property to its schema. */
export function property<S extends z.ZodType>(schema: S, meta: PropertyMeta): S {
  return schema.meta({ ...meta });
}

/** What is known of a property; an absent mark means no. */
export function metaOf(schema: z.ZodType): z.GlobalMeta {
  return schema.meta() ?? {};
}

/** The schema of the value itself, without `optional`. */
export function valueSchema(schema: z.ZodType): z.ZodType {
  return schema instanceof z.ZodOptional ? (schema.unwrap() as z.ZodType) : schema;
}
