// What is said of a GPU that no offer has: it may be taken, or not exist. Pure.
import { suggest } from "../schema/suggest";

/** The documents write the same GPU with and without its maker. */
const MAKER = /^(nvidia\s+)?(geforce\s+)?/i;

const model = (name: string): string => name.replace(MAKER, "").trim();

/**
 * A message for a GPU that is not in the registry; `undefined` if it is, or if the registry has no
 * names.
 */
export function unknownGpu(wanted: string, names: readonly string[]): string | undefined {
  const hint = hintForGpu(wanted, names);
  return hint === undefined ? undefined : `no GPU has the name that is given. ${hint}`;
}

/** What a person may do about such a name, without repeating it. */
export function hintForGpu(wanted: string, names: readonly string[]): string | undefined {
  const isSame = (name: string): boolean =>
    model(name).toLowerCase() === model(wanted).toLowerCase();
  if (names.length === 0 || names.some(isSame)) return undefined;
  const nearest = suggest(model(wanted), names.map(model));
  const meant = names.find((name) => model(name) === nearest) ?? suggest(wanted, names);
  const next = "`dispersed gpus` lists those there are.";
  return meant === undefined ? next : `Did you mean ${meant}? ${next}`;
}
