// Random values that are known to have broken signatures.
import fc from "fast-check";

import type { JsonValue } from "../../provider/api/json";

/** Any code point but half of a pair: `unit: "binary"`, without the second that its tables take. */
const anyCharacter = fc
  .integer({ min: 0, max: 0x10ffff - 0x800 })
  .map((place) => String.fromCodePoint(place < 0xd800 ? place : place + 0x800));

/** Characters that languages sort, escape or encode differently, and ordinary ones. */
const character = fc.oneof(
  fc.constantFrom("\u007f", "\u0000", "\u2028", "\uff5e", "\ue000", "😀", "𐀀", "é", "e\u0301"),
  fc.constantFrom(...Array.from(" +&=%*'()!~/[],:;?#@$\"\\\n\t<{")),
  anyCharacter,
);

/** A short text of them. */
export const text = fc.string({ unit: character, maxLength: 8 });

/** A name of a member; a program cannot send `__proto__`. */
export const memberName = text.filter((name) => name !== "__proto__");

const number = fc.oneof(
  fc.maxSafeInteger(),
  fc.integer({ min: -1_000_000, max: 1_000_000 }).map((thousandths) => thousandths / 1000),
);

/** Any JSON that can be signed. */
export const { json } = fc.letrec<{ json: JsonValue }>((tie) => ({
  json: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    text,
    number,
    fc.boolean(),
    fc.constant(null),
    fc.array(tie("json"), { maxLength: 3 }),
    fc.dictionary(memberName, tie("json"), { maxKeys: 4, noNullPrototype: true }),
  ),
}));
