// What is wrong with inputs. Pure: no request is ever made to find out. A finding names the path and
// never repeats the value: which inputs are secret is not known here.
import * as z from "zod";

import { sanitizeOneLine } from "../../api/errors/sanitize";
import type { CheckedDefinition, Finding, Findings, ObjectSchema, Properties } from "./types";
import { valueSchema } from "./property";
import { issueWords } from "./issueMessages";
import { suggest } from "./suggest";
import { containsUnknown, UNKNOWN } from "./unknown";

type Path = readonly PropertyKey[];

/** Checks inputs by a definition. What is not known yet is not judged. */
export function check(definition: CheckedDefinition, inputs: Properties): Findings {
  const failures = checkEach({ name: definition.type, schema: definition.inputs }, inputs);
  const { failures: together, warnings } = definition.rules(inputs);
  return {
    failures: [...failures, ...together.filter(unlessNamed(failures)).map(shown)],
    warnings: warnings.map(shown),
  };
}

/** Something with named inputs: a resource or a function. */
export interface Checked {
  readonly name: string;
  readonly schema: ObjectSchema;
}

/** What is wrong with each input by itself. */
export function checkEach(checked: Checked, inputs: Properties): readonly Finding[] {
  const parsed = checked.schema.safeParse(inputs, { error: issueWords });
  const issues = parsed.success ? [] : parsed.error.issues;
  return firstOfEach(issues.flatMap((issue) => findingsOf(checked, inputs, issue))).map(shown);
}

/** A path has names that a person wrote, and the engine's display obeys some of them. */
function shown({ property, reason }: Finding): Finding {
  return { property: sanitizeOneLine(property), reason: sanitizeOneLine(reason) };
}

/** One sentence is enough for a property that is wrong in several ways. */
function firstOfEach(findings: readonly Finding[]): readonly Finding[] {
  return [
    ...new Map([...findings].reverse().map((finding) => [finding.property, finding])).values(),
  ].reverse();
}

/** A property that is wrong by itself is not also blamed for the company it keeps. */
function unlessNamed(failures: readonly Finding[]): (finding: Finding) => boolean {
  const named = new Set(failures.map(({ property }) => property));
  return ({ property }) => !named.has(property);
}

function findingsOf(checked: Checked, inputs: Properties, issue: z.core.$ZodIssue): Finding[] {
  if (issue.code === "unrecognized_keys") {
    const known = knownKeys(checked.schema, issue.path);
    return issue.keys.map((key) => ({
      property: pathText([...issue.path, key]),
      reason: unknownPropertyReason(key, issue.path, known, checked),
    }));
  }
  if (issue.code === "invalid_key") {
    // The name may be half of a pair that was written the wrong way round.
    const reason = `has a wrong name: it ${issue.issues[0]?.message ?? "cannot be used"}`;
    return [{ property: pathText(issue.path.slice(0, -1)), reason }];
  }
  const value = valueAt(inputs, issue.path);
  if (value === UNKNOWN || (issue.code === "invalid_union" && containsUnknown(value))) return [];
  const reason = value === undefined ? "is required" : issue.message;
  return [{ property: pathText(issue.path), reason }];
}

function unknownPropertyReason(
  key: string,
  path: Path,
  known: readonly string[],
  { name, schema }: Checked,
): string {
  // One level too high is as near as one letter off.
  const within = known.find((member) => isMember(schema, [...path, member], key));
  const meant = within === undefined ? suggest(key, known) : pathText([...path, within, key]);
  const owner = path.length === 0 ? name : pathText(path);
  if (meant !== undefined) return `is not a property of ${owner}; did you mean ${meant}?`;
  return `is not a property of ${owner}, which has ${known.join(", ")}`;
}

/** Whether a path leads to an object, not a list of them, that has this property. */
function isMember(schema: z.ZodType, path: Path, key: string): boolean {
  const object = path.reduce<z.ZodType | undefined>((here, step) => {
    if (!(here instanceof z.ZodObject)) return undefined;
    const member = (here.shape as Record<string, z.ZodType>)[String(step)];
    return member && valueSchema(member);
  }, schema);
  return object instanceof z.ZodObject && key in object.shape;
}

/** The property names of the object that a path leads to. */
function knownKeys(schema: z.ZodType, path: Path): readonly string[] {
  const here = valueSchema(schema) as z.ZodType & {
    shape?: Record<string, z.ZodType>;
    element?: z.ZodType;
    options?: readonly z.ZodType[];
  };
  // What may be a text or an object has the names of the object.
  if (here.options !== undefined) return here.options.flatMap((each) => knownKeys(each, path));
  const [next, ...rest] = path;
  if (next === undefined) return Object.keys(here.shape ?? {});
  const inner = here.shape?.[String(next)] ?? here.element;
  return inner === undefined ? [] : knownKeys(inner, rest);
}

function valueAt(inputs: unknown, path: Path): unknown {
  return path.reduce<unknown>((value, key) => {
    if (typeof value !== "object" || value === null) return value === UNKNOWN ? UNKNOWN : undefined;
    return (value as Record<PropertyKey, unknown>)[key];
  }, inputs);
}

/** The form of a property's name. Any other text may be a value in the place of a name. */
const NAME = /^[\w$.-]{1,64}$/;

/** `container.ports[1]`; a name of another form is left out: `triggers["…"]`. */
export function pathText(path: Path): string {
  return path.reduce<string>((text, key) => {
    if (typeof key === "number") return `${text}[${key}]`;
    if (!NAME.test(String(key))) return `${text}["…"]`;
    return text === "" ? String(key) : `${text}.${String(key)}`;
  }, "");
}
