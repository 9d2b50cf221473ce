import { errorMessage } from "../../api/errors/errors";
import type { Properties } from "../schema/types";

const BRAND = Symbol.for("pulumi-dispersed.partialFailure");

/** The resource exists, but is not what was asked for. The engine keeps it, with the reasons. */
export class PartialFailure extends Error {
  readonly id: string;
  readonly outputs: Properties;
  readonly reasons: readonly string[];
  readonly [BRAND] = true;

  constructor(id: string, outputs: Properties, cause: unknown) {
    super(errorMessage(cause), { cause });
    this.name = "PartialFailure";
    this.id = id;
    this.outputs = outputs;
    this.reasons = [this.message];
  }
}

/** Whether a value is a {@link PartialFailure}, also one of another copy of this package. */
export function isPartialFailure(value: unknown): value is PartialFailure {
  return typeof value === "object" && value !== null && BRAND in value;
}
