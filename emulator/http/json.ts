/** A value JSON can hold. */
export type Json = null | boolean | number | string | Json[] | { [name: string]: Json };

/** Parses JSON; throws SyntaxError. */
export function parseJson(text: string): Json {
  return JSON.parse(text) as Json;
}
