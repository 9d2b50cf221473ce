import { CheckFailure } from "@pulumi/pulumi/proto/provider_pb";

import type { Finding } from "../../resources/schema/types";
import { findingText } from "../../resources/schema/findingText";

/**
 * A failure without its property: the engine prints the value of a property that a failure names, and
 * it may be a secret.
 */
export function checkFailure(failure: Finding): CheckFailure {
  return new CheckFailure().setReason(findingText(failure));
}
