// Types of sdk/generated. Plain interfaces only, so that old TypeScript versions read them too.
import { withDefault } from "./defaultSentence";
import type { Kind, ObjectModel, PropertyModel } from "./model";

type TypeOf = (kind: Kind) => string;

/** Prints an interface. */
export function interfaceOf(
  comment: string,
  name: string,
  properties: readonly PropertyModel[],
  typeOf: TypeOf,
): string {
  const members = properties.map(({ name, kind, required, description, replaces, defaultsTo }) => {
    const notes = withDefault(description, defaultsTo) + (replaces ? " A change replaces." : "");
    const type = required ? `: ${typeOf(kind)}` : `?: ${typeOf(kind)} | undefined`;
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

/** The type of a value that may be given as an output. */
export function inputType(kind: Kind): string {
  switch (kind.is) {
    case "array":
      return `pulumi.Input<readonly ${inputType(kind.element)}[]>`;
    case "map":
      return `pulumi.Input<{ readonly [key: string]: ${inputType(kind.value)} }>`;
    case "object":
      return `pulumi.Input<${kind.object.name}Args>`;
    case "any":
      return "unknown";
    case "union":
      return kind.members.map(inputType).join(" | ");
    case "enum":
    case "string":
    case "number":
    case "integer":
    case "boolean":
      return `pulumi.Input<${plainType(kind)}>`;
  }
}

/** The type of a value. */
export function plainType(kind: Kind): string {
  switch (kind.is) {
    case "enum":
      return kind.values.map((value) => JSON.stringify(value)).join(" | ");
    case "union":
      return kind.members.map(plainType).join(" | ");
    case "integer":
      return "number";
    case "any":
      return "unknown";
    case "array": {
      const element = plainType(kind.element);
      return `readonly ${/ \| /.test(element) ? `(${element})` : element}[]`;
    }
    case "map":
      return `{ readonly [key: string]: ${plainType(kind.value)} }`;
    case "object":
      return kind.object.name;
    case "string":
    case "number":
    case "boolean":
      return kind.is;
  }
}
