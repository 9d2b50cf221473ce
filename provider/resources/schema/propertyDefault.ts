// What a property means that is left out. The tables of defaults are the resources' own.
import { contextOf } from "./hiddenContext";
import type { Properties } from "./types";

/** What a property means that is left out. */
export type Default =
  | { readonly kind: "constant"; readonly value: string | number }
  /** One for each kind of job. */
  | {
      readonly kind: "byTask";
      readonly BATCH: string | readonly string[];
      readonly PERSISTENT: string | readonly string[];
    }
  /** The resource's logical name. */
  | { readonly kind: "name" }
  /** As many as the input `jobs` has members. */
  | { readonly kind: "jobCount" }
  /** The same as an empty text, list or map. */
  | { readonly kind: "empty" };

/** Makes the default that is a constant. */
export function constant<V extends string | number>(
  value: V,
): { readonly kind: "constant"; readonly value: V } {
  return { kind: "constant", value };
}

/** What a default may depend on. */
export interface DefaultFacts {
  readonly name?: string | undefined;
  readonly task?: string | undefined;
  readonly jobCount?: number | undefined;
}

/** The facts of a resource, out of its inputs or its outputs; what is not known yet is left out. */
export function factsOf(properties: Properties): DefaultFacts {
  const { name: logicalName, task: recipesTask } = contextOf(properties);
  const { task = recipesTask, jobs } = properties;
  const isMap = typeof jobs === "object" && jobs !== null;
  return {
    name: logicalName,
    task: typeof task === "string" ? task : undefined,
    jobCount: isMap ? Object.keys(jobs).length : undefined,
  };
}

/** The value of a default; `undefined` if there is none, or if it is not known yet. */
export function valueOfDefault(
  usual: Default | undefined,
  { name: logicalName, task, jobCount }: DefaultFacts,
): unknown {
  switch (usual?.kind) {
    case "constant":
      return usual.value;
    case "byTask":
      return task === "BATCH" || task === "PERSISTENT" ? usual[task] : undefined;
    case "name":
      return logicalName;
    case "jobCount":
      return jobCount;
    case "empty":
    case undefined:
      return undefined;
  }
}
