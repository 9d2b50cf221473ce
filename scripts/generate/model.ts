// What the generators write about: the definitions, reduced to what any language can say.
import * as z from "zod";

import type { ResourceDefinition } from "../../provider/resources/contract/definition";
import type { ComponentDefinition } from "../../provider/resources/components/definition";
import type { FunctionDefinition } from "../../provider/resources/functions/definition";
import { isWholeNumber, metaOf, type PropertyMeta } from "../../provider/resources/schema/property";

type PlainKind = "string" | "number" | "integer" | "boolean" | "any";

/** The kind of a value. */
export type Kind =
  | { readonly is: PlainKind }
  | { readonly is: "enum"; readonly values: readonly string[]; readonly choice?: ChoiceModel }
  | { readonly is: "union"; readonly members: readonly Kind[] }
  | { readonly is: "array"; readonly element: Kind }
  | { readonly is: "map"; readonly value: Kind }
  | { readonly is: "object"; readonly object: ObjectModel };

/** What a kind becomes in a language, by kind; of the kinds within another it gets what they became. */
export interface KindTable<T> {
  readonly plain: (name: PlainKind) => T;
  /** A choice has a name where a program gives it; what the service says may be a new word one day. */
  readonly enum: (values: readonly string[], name?: string) => T;
  readonly union: (members: readonly T[]) => T;
  readonly array: (element: T) => T;
  readonly map: (value: T) => T;
  readonly object: (name: string) => T;
}

/** Translates a kind by a table. */
export function translate<T>(kind: Kind, table: KindTable<T>): T {
  const within = (inner: Kind): T => translate(inner, table);
  if (kind.is === "enum") return table.enum(kind.values, kind.choice?.name);
  if (kind.is === "union") return table.union(kind.members.map(within));
  if (kind.is === "array") return table.array(within(kind.element));
  if (kind.is === "map") return table.map(within(kind.value));
  if (kind.is === "object") return table.object(kind.object.name);
  return table.plain(kind.is);
}

/** A choice among words with a name of its own. */
export interface ChoiceModel {
  readonly name: string;
  readonly description: string;
  readonly words: readonly { readonly word: string; readonly meaning: string | undefined }[];
}

/** An object with a name of its own. */
export interface ObjectModel {
  readonly name: string;
  readonly description: string;
  readonly properties: readonly PropertyModel[];
}

/** One property. */
export interface PropertyModel extends PropertyMeta {
  readonly name: string;
  readonly kind: Kind;
  readonly required: boolean;
  readonly replaces: boolean;
  readonly secret: boolean;
}

/** What resources and functions have in common. */
interface Signature {
  readonly description: string;
  readonly inputs: readonly PropertyModel[];
  /** Of a resource: the outputs that are not inputs. */
  readonly outputs: readonly PropertyModel[];
}

/** One resource. */
export interface ResourceModel extends Signature {
  readonly type: string;
  /** Whether one that no state knows can be found by its id. */
  readonly canBeFound: boolean;
}

/** One function. */
export interface FunctionModel extends Signature {
  readonly name: string;
}

/** One component. */
export interface ComponentModel
  extends
    Signature,
    Pick<ComponentDefinition, "type" | "instead" | "insteadWithin" | "classMembers"> {}

/** Reads a component's definition. */
export function componentModelOf(definition: ComponentDefinition): ComponentModel {
  return { ...definition, ...signatureOf(definition) };
}

/** Reads a function's definition. */
export function functionModelOf(definition: FunctionDefinition): FunctionModel {
  return { name: definition.name, ...signatureOf(definition) };
}

/** Reads a definition. */
export function modelOf(definition: ResourceDefinition): ResourceModel {
  const canBeFound = definition.imports !== undefined;
  return { type: definition.type, ...signatureOf(definition), canBeFound };
}

function signatureOf(
  definition: ResourceDefinition | FunctionDefinition | ComponentDefinition,
): Signature {
  const { description, inputs, outputs } = definition;
  return {
    description,
    inputs: propertiesOf(inputs.shape),
    outputs: propertiesOf(outputs.shape),
  };
}

/** Every named object that the properties lead to, each once. */
export function objectsOf(properties: readonly PropertyModel[]): readonly ObjectModel[] {
  return namedTypesOf(properties).objects;
}

/** Every object and every choice with a name that the properties lead to, each once. */
export function namedTypesOf(properties: readonly PropertyModel[]): {
  readonly objects: readonly ObjectModel[];
  readonly choices: readonly ChoiceModel[];
} {
  const objects = new Map<string, ObjectModel>();
  const choices = new Map<string, ChoiceModel>();
  const visit = (kind: Kind): void => {
    if (kind.is === "array") visit(kind.element);
    if (kind.is === "map") visit(kind.value);
    if (kind.is === "union") kind.members.forEach(visit);
    if (kind.is === "enum" && kind.choice) choices.set(kind.choice.name, kind.choice);
    if (kind.is !== "object" || objects.has(kind.object.name)) return;
    objects.set(kind.object.name, kind.object);
    for (const property of kind.object.properties) visit(property.kind);
  };
  for (const { kind } of properties) visit(kind);
  return { objects: [...objects.values()], choices: [...choices.values()] };
}

/** Paths of the secrets among inputs, `[]` for each element of a list. */
export function secretPaths(properties: readonly PropertyModel[], prefix = ""): readonly string[] {
  return properties.flatMap(({ name, kind, secret }) => {
    const path = `${prefix}${name}`;
    if (secret) return [path];
    if (kind.is === "object") return secretPaths(kind.object.properties, `${path}.`);
    if (kind.is === "array" && kind.element.is === "object") {
      return secretPaths(kind.element.object.properties, `${path}[].`);
    }
    return [];
  });
}

function propertiesOf(shape: Readonly<Record<string, z.ZodType>>): readonly PropertyModel[] {
  return Object.entries(shape).map(([name, schema]) => {
    const { description, replaces = false, secret = false, ...meta } = metaOf(schema);
    if (description === undefined) throw new Error(`the property ${name} has no description`);
    const required = !(schema instanceof z.ZodOptional);
    return { ...meta, name, kind: kindOf(schema, name), required, description, replaces, secret };
  });
}

function kindOf(schema: z.ZodType, name: string, isWhole = isWholeNumber(schema)): Kind {
  // What is known of the property is said of what may be left out, not of the value in it.
  if (schema instanceof z.ZodOptional) return kindOf(schema.unwrap() as z.ZodType, name, isWhole);
  if (schema instanceof z.ZodString) return { is: "string" };
  if (schema instanceof z.ZodBoolean) return { is: "boolean" };
  if (schema instanceof z.ZodNumber) return { is: numberKind(isWhole, name) };
  if (schema instanceof z.ZodUnknown) return { is: "any" };
  if (schema instanceof z.ZodEnum) return enumOf(schema);
  if (schema instanceof z.ZodLiteral && schema.value === true) return { is: "boolean" };
  if (schema instanceof z.ZodUnion) {
    const members = schema.options as readonly z.ZodType[];
    return { is: "union", members: members.map((member) => kindOf(member, name)) };
  }
  if (schema instanceof z.ZodArray) {
    return { is: "array", element: kindOf(schema.element as z.ZodType, name) };
  }
  if (schema instanceof z.ZodRecord) {
    return { is: "map", value: kindOf(schema.valueType as z.ZodType, name) };
  }
  if (schema instanceof z.ZodObject) return { is: "object", object: objectOf(schema, name) };
  throw new Error(`the property ${name} is of a kind that no generator knows`);
}

/** Reads the schema of an object that belongs to no resource; nothing of it replaces anything. */
export function objectModelOf(schema: z.ZodObject): ObjectModel {
  const { properties, ...object } = objectOf(schema, "");
  return { ...object, properties: properties.map((one) => ({ ...one, replaces: false })) };
}

function objectOf(schema: z.ZodObject, name: string): ObjectModel {
  const { typeName, description } = metaOf(schema);
  if (typeName === undefined || description === undefined) {
    throw new Error(`the object ${name} has no type name or no description`);
  }
  const shape = schema.shape as Readonly<Record<string, z.ZodType>>;
  return { name: typeName, description, properties: propertiesOf(shape) };
}

function enumOf(schema: z.ZodEnum): Kind {
  const values = schema.options.map(String);
  const { typeName: name, description = "", meanings = {} } = metaOf(schema);
  if (name === undefined) return { is: "enum", values };
  const words = values.map((word) => ({ word, meaning: meanings[word] }));
  return { is: "enum", values, choice: { name, description, words } };
}

/** A duration in milliseconds does not fit the 32 bits that an integer has in some languages. */
function numberKind(isWhole: boolean, name: string): "integer" | "number" {
  return isWhole && !name.endsWith("Ms") ? "integer" : "number";
}
