// Between the engine's values and ours: unknowns come in as a sentinel, secrets in an envelope, and
// only plain JSON goes out.
import { UNKNOWN } from "../resources/schema/unknown";

/** What the engine writes for a value it does not know yet; one sentinel for each kind of value. */
const UNKNOWN_SENTINELS: ReadonlySet<unknown> = new Set([
  "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
  "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
  "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
  "030794c1-ac77-496b-92df-f27374a8bd58",
  "e48ece36-62e2-4504-bad9-02848725956a",
  "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
]);

const [ANY_UNKNOWN] = UNKNOWN_SENTINELS;

/** A member of this name makes an object an envelope; its value says of which kind. */
const ENVELOPE = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";
const OUTPUT = "d0e6a833031e9bbcd3f4e8bde6ca49a4";

/** A plain object that the engine's structs can carry. */
export type PlainObject = Record<string, unknown>;

/** Steps from an object to a value in it. */
export type Path = readonly (string | number)[];

/**
 * Engine to us: sentinels become `UNKNOWN`, envelopes what is in them, and members without a value
 * are left out.
 */
export function decode(value: unknown): unknown {
  if (UNKNOWN_SENTINELS.has(value)) return UNKNOWN;
  if (Array.isArray(value)) return value.map(decode);
  if (typeof value !== "object" || value === null) return value;
  const envelope = value as PlainObject;
  if (isSecret(value)) return decode(envelope["value"]);
  if (envelope[ENVELOPE] === OUTPUT) {
    return envelope["value"] === undefined ? UNKNOWN : decode(envelope["value"]);
  }
  return decodeObject(value);
}

/** {@link decode} for an object's members. */
export function decodeObject(value: object): PlainObject {
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, member]) => {
      const decoded = decode(member);
      return decoded === undefined || decoded === null ? [] : [[key, decoded]];
    }),
  );
}

/** The paths of secrets in a value of the engine; a secret is not searched further. */
export function secretPathsIn(value: unknown, path: Path = []): readonly Path[] {
  if (typeof value !== "object" || value === null) return [];
  if (isSecret(value)) return [path];
  if (Array.isArray(value)) {
    return value.flatMap((item: unknown, index) => secretPathsIn(item, [...path, index]));
  }
  return Object.entries(value).flatMap(([key, member]) => secretPathsIn(member, [...path, key]));
}

/** Wraps the values at the paths as secrets; takes values of the engine. */
export function sealObject(value: PlainObject, paths: readonly Path[]): PlainObject {
  // The outer ones first: what is inside a secret is hidden already.
  const outerFirst = [...paths].sort((one, other) => one.length - other.length);
  return outerFirst.reduce<PlainObject>((sealed, path) => seal(sealed, path) as PlainObject, value);
}

function seal(value: unknown, [step, ...rest]: Path): unknown {
  if (value === undefined || value === null || isSecret(value)) return value;
  if (step === undefined) return { [ENVELOPE]: SECRET, value };
  if (Array.isArray(value)) {
    return value.map((item: unknown, index) => (index === step ? seal(item, rest) : item));
  }
  if (typeof value !== "object" || !(step in value)) return value;
  return { ...value, [step]: seal((value as PlainObject)[step], rest) };
}

function isSecret(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  const envelope = value as PlainObject;
  return (
    envelope[ENVELOPE] === SECRET || (envelope[ENVELOPE] === OUTPUT && envelope["secret"] === true)
  );
}

/**
 * Us to engine: `UNKNOWN` becomes a sentinel and everything else plain JSON. Never throws, because
 * a failure to write would lose a paid job: undefined members are dropped, a number that JSON lacks
 * becomes null, a bigint text, a date its ISO form, a function nothing.
 */
export function encodeObject(value: object): PlainObject {
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, member]) => {
      const encoded = encode(member, [value]);
      return encoded === undefined ? [] : [[key, encoded]];
    }),
  );
}

function encode(value: unknown, parents: readonly unknown[]): unknown {
  if (value === UNKNOWN) return ANY_UNKNOWN;
  switch (typeof value) {
    case "string":
      // Half a character cannot be written, and the engine would lose the whole response.
      return value.toWellFormed();
    case "boolean":
      return value;
    case "number":
      return Number.isFinite(value) ? value : null;
    case "bigint":
      return value.toString();
    case "object":
      return encodeNested(value, parents);
    case "undefined":
    case "function":
    case "symbol":
      return undefined;
  }
}

function encodeNested(value: object | null, parents: readonly unknown[]): unknown {
  if (value === null || parents.includes(value)) return null;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  const deeper = [...parents, value];
  // Array.from also visits holes, which map leaves as they are.
  if (Array.isArray(value)) {
    return Array.from(value, (item: unknown) => encode(item, deeper) ?? null);
  }
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, member]) => {
      const encoded = encode(member, deeper);
      return encoded === undefined ? [] : [[key, encoded]];
    }),
  );
}
