// Between the engine's structures and our values, with the places of secrets remembered.
import { Struct } from "google-protobuf/google/protobuf/struct_pb";

import type { Properties } from "../../resources/schema/types";
import {
  decodeObject,
  encodeObject,
  sealObject,
  secretPathsIn,
  type Path,
  type PlainObject,
} from "../../host/propertyValues";

/** What a structure held. */
export interface Opened {
  readonly values: PlainObject;
  /** The paths of secrets. */
  readonly secrets: readonly Path[];
  /** Whether there was a structure at all. */
  readonly isGiven: boolean;
}

/** Reads a structure. */
export function open(struct: Struct | undefined): Opened {
  if (struct === undefined) return { values: {}, secrets: [], isGiven: false };
  const raw = struct.toJavaScript();
  return { values: decodeObject(raw), secrets: secretPathsIn(raw), isGiven: true };
}

/** Writes values, those at the paths as secrets. */
export function close(values: Properties, secrets: readonly Path[]): Struct {
  const sealed = sealObject(encodeObject(values), secrets);
  return Struct.fromJavaScript(sealed as Parameters<typeof Struct.fromJavaScript>[0]);
}
