// What a property says of itself besides its shape. Validation, diff, schema.json, the SDK's types
// and the reference documentation all read it from here.
import * as z from "zod";

import type { Default } from "./propertyDefault";

/** White space around it; upper and lower case; `60s` and `1m`. */
type Spelling = "trimmed" | "caseless" | "duration";

/** What is known of a property. */
export interface PropertyMeta {
  /** Meaning, unit and default, in whole sentences: the documentation everywhere. */
  readonly description: string;
  /** Whether a change replaces the resource. */
  readonly replaces?: boolean | undefined;
  /** Whether the value is encrypted in state even when it is given plain. */
  readonly secret?: boolean | undefined;
  /**
   * Of an output: the inputs that it repeats. It is a secret where the program gave one of them as
   * a secret.
   */
  readonly repeats?: readonly string[] | undefined;
  /** Of a component's input: whether it has to be known when the program runs, so that it is never an output. */
  readonly isPlain?: boolean | undefined;
  /** Whether the order of an array carries no meaning. */
  readonly unordered?: boolean | undefined;
  /** In what a text may differ without a difference in meaning. */
  readonly spelling?: Spelling | undefined;
  /** What an absent value means: a row of the table of defaults. */
  readonly defaultsTo?: Default | undefined;
  /** Whether the value counts for create alone, so that changing it later is no change. */
  readonly onlyForCreate?: boolean | undefined;
  /** What a program's SDK gives where the user gives nothing. */
  readonly filledWith?: "stack" | undefined;
  /** Of a number that the service gives, which nothing checks: whether it is a whole one. */
  readonly isWhole?: boolean | undefined;
  /** Whether a secret is words, not a key: hiding it in messages would hide what they say. */
  readonly isProse?: boolean | undefined;
  /** Finds what no message repeats in a text that is no secret as a whole. */
  readonly secretParts?: ((value: string) => readonly string[]) | undefined;
}

declare module "zod" {
  // The shape is zod's: registering metadata means merging into this interface.
  interface GlobalMeta {
    /** The name that an object, or a choice among words, has in every language. */
    typeName?: string | undefined;
    /** Of a choice: what each word means. */
    meanings?: Readonly<Record<string, string>> | undefined;
    replaces?: boolean | undefined;
    secret?: boolean | undefined;
    repeats?: readonly string[] | undefined;
    isPlain?: boolean | undefined;
    unordered?: boolean | undefined;
    spelling?: Spelling | undefined;
    defaultsTo?: Default | undefined;
    onlyForCreate?: boolean | undefined;
    filledWith?: "stack" | undefined;
    isWhole?: boolean | undefined;
    isProse?: boolean | undefined;
    secretParts?: ((value: string) => readonly string[]) | undefined;
  }
}

/** Attaches what is known of a property to its schema. */
export function property<S extends z.ZodType>(schema: S, meta: PropertyMeta): S {
  return schema.meta({ ...meta });
}

/** The same properties without a default: what they mean that are left out is said elsewhere. */
export function withoutOwnDefaults<S extends Readonly<Record<string, z.ZodType>>>(shape: S): S {
  const entries = Object.entries(shape).map(([name, schema]) => [
    name,
    schema.meta({ ...metaOf(schema), defaultsTo: undefined }),
  ]);
  // Only what is known of them differs.
  return Object.fromEntries(entries) as S;
}

/** What is known of a property; an absent mark means no. */
export function metaOf(schema: z.ZodType): z.GlobalMeta {
  return schema.meta() ?? {};
}

/** Whether a property's value is a whole number, by its schema or by what is known of it. */
export function isWholeNumber(schema: z.ZodType): boolean {
  const value = valueSchema(schema);
  const isChecked = value instanceof z.ZodNumber && value.format === "safeint";
  return isChecked || metaOf(schema).isWhole === true;
}

/** The schema of the value itself, without `optional`. */
export function valueSchema(schema: z.ZodType): z.ZodType;
export function valueSchema(schema: z.ZodType | undefined): z.ZodType | undefined;
export function valueSchema(schema: z.ZodType | undefined): z.ZodType | undefined {
  return schema instanceof z.ZodOptional ? (schema.unwrap() as z.ZodType) : schema;
}
