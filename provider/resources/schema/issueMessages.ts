// What is said of a wrong value where its schema says nothing itself. zod's own words name types that
// a person did not write.
import * as z from "zod";

/** The rest of a sentence that begins with the path of a property. Never repeats the value. */
export function issueWords(issue: z.core.$ZodRawIssue): string {
  if (issue.code === "invalid_type") {
    return issue.expected === "object" ? objectWords(issue.inst) : kindWords(issue.expected);
  }
  if (issue.code === "invalid_value") return `must be ${issue.values.map(String).join(" or ")}`;
  // Every limit of a schema has its own message.
  return OTHERWISE;
}

const OTHERWISE = "has the wrong form";

const kinds: Readonly<Record<string, string>> = {
  string: "a string",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  record: "a map",
};

function kindWords(expected: string): string {
  const kind = kinds[expected];
  return kind === undefined ? OTHERWISE : `must be ${kind}`;
}

/** `must be an object: { host, user, secret }` */
function objectWords(schema: unknown): string {
  if (!(schema instanceof z.ZodObject)) return "must be an object";
  return `must be an object: { ${Object.keys(schema.shape).join(", ")} }`;
}
