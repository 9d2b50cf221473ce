import type { Finding } from "./types";

/** A finding as a sentence that contains the path. */
export function findingText({ property, reason }: Finding): string {
  return property === "" ? reason : `${property} ${reason}`;
}
