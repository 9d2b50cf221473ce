// What every walk over properties speaks of.

/** A resource's properties as they cross into the engine: plain values. */
export type Properties = Readonly<Record<string, unknown>>;

/** Something to say about an input. */
export interface Finding {
  /** Path of the property, such as `container.ports[1]`. */
  readonly property: string;
  /** The rest of the sentence: what is wrong, the limit, the next step. */
  readonly reason: string;
}

/** What a look at the inputs found. A failure stops the resource, a warning is shown. */
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
