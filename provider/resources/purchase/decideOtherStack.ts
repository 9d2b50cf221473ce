// What a killed run's purchase for a resource of the same name in another stack means to a create: that
// stack may be this one before it was renamed. Pure.
import type { OnOrphan } from "../../api/config/config";
import type { KnownEntry } from "../account/journal";

/** What is known of such a purchase. */
export interface OtherStackFacts extends Pick<KnownEntry, "state"> {
  /** Whether both stacks are known to have existed at one time: then neither is the other, renamed. */
  readonly areSiblings: boolean;
  /** Whether the request is less than a day old: what other machines did since may not be known here. */
  readonly isRecent: boolean;
}

/**
 * Decides whether a create may go on beside the live job of such a purchase.
 *
 * - `stop`: this may be its stack, and then its job is this resource's.
 * - `warn`: the user hears of the job before another one is created.
 */
export function decideOtherStack(
  { state, areSiblings, isRecent }: OtherStackFacts,
  onOrphan: OnOrphan,
): "stop" | "warn" {
  if (onOrphan === "ignore" || areSiblings || !isRecent) return "warn";
  // Of a job that create returned, a state was most likely written: it shows the job when it is read.
  return state === "posted" ? "stop" : "warn";
}
