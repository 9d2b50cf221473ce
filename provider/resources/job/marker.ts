// What makes a job recognisable: the service has no idempotency key, so every job we buy carries
// the name of its resource at the end of its description. Hashes only: node operators may read it.

import type { Entropy } from "../../api/entropy";
import { base32 } from "./shortHash";
import type { Properties } from "../schema/types";

/** Whose job it is, and which purchase of it. */
export interface Marker {
  /** Hash of namespace, organisation, project and stack. */
  readonly stack: string;
  /** Hash of type, parents and logical name. */
  readonly resource: string;
  /** Drawn anew for every replacement. */
  readonly generation: string;
  /** Hash of what was ordered. */
  readonly spec: string;
}

/** A description as the service keeps it, taken apart. */
export interface MarkedText {
  /** What the user wrote; `undefined` where nothing is left. */
  readonly text: string | undefined;
  readonly marker: Marker | undefined;
  /** Whether the text ends with the beginning of a marker: something cut it. */
  readonly isCut: boolean;
}

const MARKER = /^[a-z2-7]{8}\.[a-z2-7]{8}\.[a-z2-7]{10}\.[a-z2-7]{8}$/;
const OPENING = " [pulumi:";
/** Length of an opening, four hashes, three dots and the bracket. */
const MARKED_LENGTH = OPENING.length + 8 + 8 + 10 + 8 + 3 + 1;

/** `<stack>.<resource>.<generation>.<spec>` */
export function markerText({ stack, resource, generation, spec }: Marker): string {
  return [stack, resource, generation, spec].join(".");
}

/** Reads {@link markerText}; `undefined` for anything else. */
export function parseMarker(text: string): Marker | undefined {
  if (!MARKER.test(text)) return undefined;
  const [stack, resource, generation, spec] = text.split(".") as [string, string, string, string];
  return { stack, resource, generation, spec };
}

/** The marker in a state. */
export function markerOf(outputs: Properties): Marker | undefined {
  const { marker } = outputs;
  return typeof marker === "string" ? parseMarker(marker) : undefined;
}

/** The resource a marker belongs to, within its stack. */
export function ownerText({ stack, resource }: Pick<Marker, "stack" | "resource">): string {
  return `${stack}.${resource}`;
}

/** Whether two markers are of the same resource. */
export function isSameOwner(
  a: Pick<Marker, "stack" | "resource">,
  b: Pick<Marker, "stack" | "resource">,
): boolean {
  return a.stack === b.stack && a.resource === b.resource;
}

/** Whether two markers are of the same purchase. */
export function isSameMarker(a: Marker, b: Marker): boolean {
  return isSameOwner(a, b) && a.generation === b.generation;
}

/** A description with the marker behind it. */
export function withMarker(description: string | undefined, marker: Marker): string {
  return `${description ?? ""}${OPENING}${markerText(marker)}]`;
}

/**
 * Splits a description into text and marker. Only its end counts, so a marker that a user quotes is
 * text. Only the length of a marker is examined, however long the description is.
 */
export function readMarked(description: string | undefined): MarkedText {
  if (description === undefined) return { text: undefined, marker: undefined, isCut: false };
  // A service that trims texts removes the space before a marker without text.
  const isTrimmed = description.length === MARKED_LENGTH - 1;
  const end = isTrimmed ? ` ${description}` : description.slice(-MARKED_LENGTH);
  const marker =
    end.startsWith(OPENING) && end.endsWith("]")
      ? parseMarker(end.slice(OPENING.length, -1))
      : undefined;
  if (marker !== undefined) {
    const text = description.slice(0, -MARKED_LENGTH);
    return { text: text === "" ? undefined : text, marker, isCut: false };
  }
  const isCut = /\[pulumi:[a-z2-7.]*…?$/.test(end);
  return { text: description, marker: undefined, isCut };
}

/** A new generation: ten base32 characters that no other purchase has. */
export function drawGeneration(entropy: Entropy): string {
  return base32(Buffer.from(entropy.nonce(), "hex"), 10);
}
