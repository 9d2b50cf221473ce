import type { ZodError } from "zod";
import { HttpError } from "./reply";

/** A place in a JSON value and what is wrong there. */
export interface Complaint {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** What a check found wrong, one complaint for each offending property. */
export function complaintsOf(error: ZodError): Complaint[] {
  return error.issues.flatMap((issue): Complaint[] => {
    const path = issue.path.map((step) => (typeof step === "number" ? step : String(step)));
    return issue.code === "unrecognized_keys"
      ? issue.keys.map((key) => ({ path: [...path, key], message: "is not a known property" }))
      : [{ path, message: issue.message }];
  });
}

/** A 422 that names each offending property as it is spelled on the wire. */
export function validationError(error: ZodError): HttpError {
  const complaints = complaintsOf(error).map(
    ({ path, message }) => `${path.join(".") || "body"}: ${message}`,
  );
  return new HttpError(422, "validation_failed", complaints.join("; "));
}
