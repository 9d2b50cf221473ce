// What every walk over properties speaks of.
import type * as z from "zod";

/** A resource's properties as they cross into the engine: plain values. */
export type Properties = Readonly<Record<string, unknown>>;

/** Something to say about an input. */
export interface Finding {
  /** Path of the property, such as `container.ports[1]`. */
  readonly property: string;
  /** The rest of the sentence: what is wrong, the limit, the next step. */
  readonly reason: string;
}

/** What a check of the inputs found. A failure stops the resource, a warning is shown. */
export interface Findings {
  readonly failures: readonly Finding[];
  readonly warnings: readonly Finding[];
}

/** A difference between what is and what is wanted. */
export interface Change {
  /** Path of the property, such as `container.image`. */
  readonly path: string;
  readonly kind: "add" | "update" | "delete";
  /** Whether the resource must be replaced for it. */
  readonly replaces: boolean;
  /** Why, where the property's own change does not say it. */
  readonly reason?: string;
}

/** An object of properties with names. */
export type ObjectSchema = z.ZodObject<Readonly<Record<string, z.ZodType>>>;

/** The schemas of a resource. */
export interface Schemas {
  readonly inputs: ObjectSchema;
  /** The outputs that are not inputs. */
  readonly outputs: ObjectSchema;
}

/** What a check knows of a resource. */
export interface CheckedDefinition extends Pick<Schemas, "inputs"> {
  /** Name without package and module, such as `Job`. */
  readonly type: string;
  /** What single schemas cannot say. Sees unknown values as `UNKNOWN`. */
  rules(inputs: Properties): Findings;
}

/** What a diff knows of a resource. */
export interface DiffedDefinition extends Pick<Schemas, "inputs"> {
  /**
   * Differences that are not in the inputs: an ended job, a wait that is not over. Pure.
   *
   * @param nowMs Unix time in milliseconds.
   */
  drift(outputs: Properties, inputs: Properties, nowMs: number): readonly Change[];
}
