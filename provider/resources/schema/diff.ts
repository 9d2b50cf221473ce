// What differs between what is and what is wanted, by meaning. Pure.
import * as z from "zod";

import type { Change, DiffedDefinition, Properties } from "./types";
import { factsOf, type DefaultFacts } from "./propertyDefault";
import { isAbsent, isObject, meaningOf } from "./meaning";
import { metaOf, valueSchema } from "./property";
import { UNKNOWN } from "./unknown";

/**
 * All changes from the last known outputs to the new inputs.
 *
 * @param nowMs Unix time in milliseconds: a job may be past its time to live.
 */
export function diff(
  definition: DiffedDefinition,
  outputs: Properties,
  inputs: Properties,
  nowMs: number,
): readonly Change[] {
  const changes = [
    ...inputChanges(definition.inputs.shape, outputs, inputs),
    ...definition.drift(outputs, inputs, nowMs),
  ];
  // A resource that is replaced is not updated as well, so what an update would do for it is no change.
  const isReplaced = changes.some(({ replaces }) => replaces);
  return isReplaced
    ? changes.filter(({ replaces, reason }) => replaces || reason === undefined)
    : changes;
}

/** The changes that are in the inputs of this shape. */
export function inputChanges(
  shape: Readonly<Record<string, z.ZodType>>,
  outputs: Properties,
  inputs: Properties,
): readonly Change[] {
  const [before, now] = [factsOf(outputs), factsOf(inputs)];
  // A recipe's task is known only from the job.
  const facts: Facts = { before, now: { ...now, task: now.task ?? before.task } };
  return Object.entries(shape).flatMap(([name, schema]) => {
    const { onlyForCreate, replaces = false } = metaOf(schema);
    if (onlyForCreate === true) return [];
    return changesOf(schema, outputs[name], inputs[name], name, facts).map((change) => ({
      ...change,
      replaces,
    }));
  });
}

type Difference = Pick<Change, "path" | "kind">;

/** What the defaults depend on, for the old values and for the new ones. */
interface Facts {
  readonly before: DefaultFacts;
  readonly now: DefaultFacts;
}

function changesOf(
  schema: z.ZodType,
  old: unknown,
  now: unknown,
  path: string,
  facts: Facts,
): Difference[] {
  const inner = valueSchema(schema);
  if (inner instanceof z.ZodObject && isObject(old) && isObject(now)) {
    return Object.entries(inner.shape).flatMap(([name, member]) =>
      changesOf(member as z.ZodType, old[name], now[name], `${path}.${name}`, facts),
    );
  }
  if (now === UNKNOWN) return [{ path, kind: isAbsent(old) ? "add" : "update" }];
  if (isSame(schema, old, now, facts)) return [];
  return [{ path, kind: isAbsent(old) ? "add" : isAbsent(now) ? "delete" : "update" }];
}

/** A resource that got another name keeps what it left out: that is written nowhere. */
function isSame(schema: z.ZodType, old: unknown, now: unknown, facts: Facts): boolean {
  if (meaningOf(schema, old) === meaningOf(schema, now)) return true;
  return meaningOf(schema, old, facts.before) === meaningOf(schema, now, facts.now);
}
