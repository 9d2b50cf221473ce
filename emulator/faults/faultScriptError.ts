import { HttpError } from "../http/reply";
import type { Complaint } from "../http/validationError";

/** A fault script that is refused. */
export class FaultScriptError extends HttpError {
  constructor(readonly complaints: readonly Complaint[]) {
    super(422, "validation_failed", complaints.map(describeComplaint).join("; "));
  }
}

/** A complaint about a script as text: `faults[2].phase: …`. */
export function describeComplaint({ path, message }: Complaint): string {
  const place = path.map((step) => (typeof step === "number" ? `[${step}]` : `.${step}`)).join("");
  return `faults${place}: ${message}`;
}
