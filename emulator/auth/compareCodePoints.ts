/**
 * Orders strings by Unicode code point. JavaScript's own order is by UTF-16 unit, which puts
 * characters above U+FFFF before those from U+E000 on.
 */
export function compareCodePoints(left: string, right: string): number {
  const rights = right[Symbol.iterator]();
  for (const character of left) {
    const other = rights.next();
    if (other.done === true) {
      return 1;
    }
    const difference = codePoint(character) - codePoint(other.value);
    if (difference !== 0) {
      return difference;
    }
  }
  return rights.next().done === true ? 0 : -1;
}

function codePoint(character: string): number {
  return character.codePointAt(0) ?? 0;
}
