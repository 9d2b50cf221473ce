import type { ZodError } from "zod";
import { HttpError } from "./reply";

/** A 422 that names each offending property as it is spelled on the wire. */
export function validationError(error: ZodError): HttpError {
  const complaints = error.issues.flatMap((issue) => {
    const path = issue.path.map(String);
    return issue.code === "unrecognized_keys"
      ? issue.keys.map((key) => `${[...path, key].join(".")}: is not a known property`)
      : [`${path.join(".") || "body"}: ${issue.message}`];
  });
  return new HttpError(422, "validation_failed", complaints.join("; "));
}
