import type { Finding } from "./types";

/** A finding as a sentence: the path stands in the words. */
export function findingText({ property, reason }: Finding): string {
  return property === "" ? reason : `${property} ${reason}`;
}
