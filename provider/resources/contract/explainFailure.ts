import { commands } from "../../api/config/hostWords";
import { DispersedError, isDispersedError, errorMessage, restated } from "../../api/errors/errors";
import type { Redact } from "../../api/errors/redact";
import { sentences } from "../../api/errors/sentences";

/** What was being done when an operation failed. */
export interface Operation {
  /** Logical name of the resource, where it is known. */
  readonly name: string | undefined;
  /** What the failure leaves behind, as a sentence. */
  readonly aftermath: string;
  /** Whether the key may be one that the engine kept from an earlier run. */
  readonly storedKey: boolean;
  /** Hides the secrets of the resource. */
  readonly redact: Redact;
}

/** The same failure with the resource's name before it and the next step after it. */
export function explainFailure(thrown: unknown, operation: Operation): DispersedError {
  const { redact } = operation;
  const prefix = operation.name === undefined ? "" : `${operation.name}: `;
  const said = errorMessage(thrown);
  // Some messages contain it already.
  const isSaid = said.includes(operation.aftermath);
  const parts = [`${prefix}${said}`, ...(isSaid ? [] : [operation.aftermath])];
  if (!isDispersedError(thrown)) {
    return new DispersedError("badResponse", sentences(...parts), { redact });
  }
  const refused = thrown.status === 401 || thrown.status === 403;
  if (refused && operation.storedKey) {
    parts.push(
      `If the key was rotated: existing resources are read with the key that the last ${commands.up} ` +
        `stored. ${commands.upRunProgram} and ${commands.destroyRunProgram} take the ` +
        "one that is configured now; a key that is only in DISPERSED_PUBLIC_KEY and " +
        "DISPERSED_SECRET_KEY is never stored.",
    );
  }
  return restated(thrown, sentences(...parts), redact);
}
