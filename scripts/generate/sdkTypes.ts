// Types of sdk/generated. Plain interfaces only, so that old TypeScript versions read them too.
import { withDefault } from "./defaultSentence";
import {
  translate,
  type Kind,
  type KindTable,
  type ObjectModel,
  type PropertyModel,
} from "./model";

type TypeOf = (kind: Kind) => string;

/** Prints an interface. */
export function interfaceOf(
  comment: string,
  name: string,
  properties: readonly PropertyModel[],
  typeOf: TypeOf,
): string {
  const members = properties.map((property) => {
    const { name, kind, required, description, replaces, defaultsTo, isPlain } = property;
    const notes = withDefault(description, defaultsTo) + (replaces ? " A change replaces." : "");
    const text = isPlain === true ? plainType(kind) : typeOf(kind);
    const type = required ? `: ${text}` : `?: ${text} | undefined`;
    return `/** ${notes} */\nreadonly ${name}${type};`;
  });
  return `/** ${comment} */\nexport interface ${name} {\n${members.join("\n")}\n}\n`;
}

/** Prints the interface of an object whose members are inputs. */
export function argsInterface({ name, description, properties }: ObjectModel): string {
  return interfaceOf(description, `${name}Args`, properties, inputType);
}

/** Prints the interface of an object whose members are plain. */
export function plainInterface({ name, description, properties }: ObjectModel): string {
  return interfaceOf(description, name, properties, plainType);
}

const plainTypes: KindTable<string> = {
  plain: (name) => (name === "integer" ? "number" : name === "any" ? "unknown" : name),
  enum: (values) => values.map((value) => JSON.stringify(value)).join(" | "),
  union: (members) => members.join(" | "),
  array: (element) => `readonly ${element.includes(" | ") ? `(${element})` : element}[]`,
  map: (value) => `{ readonly [key: string]: ${value} }`,
  object: (name) => name,
};

const input = (type: string): string => `pulumi.Input<${type}>`;
const inputTypes: KindTable<string> = {
  plain: (name) => (name === "any" ? "unknown" : input(plainTypes.plain(name))),
  enum: (values) => input(plainTypes.enum(values)),
  union: plainTypes.union,
  array: (element) => input(`readonly ${element}[]`),
  map: (value) => input(plainTypes.map(value)),
  object: (name) => input(`${name}Args`),
};

/** The type of a value. */
export const plainType: TypeOf = (kind) => translate(kind, plainTypes);
/** The type of a value that may be given as an output. */
export const inputType: TypeOf = (kind) => translate(kind, inputTypes);
