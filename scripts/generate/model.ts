// What the generators write about: the definitions, reduced to what any language can say.
import * as z from "zod";

import type { Default } from "../../provider/resources/schema/propertyDefault";
import type { ResourceDefinition } from "../../provider/resources/contract/definition";
import type { FunctionDefinition } from "../../provider/resources/functions/definition";
import { metaOf } from "../../provider/resources/schema/property";

/** The kind of a value. */
export type Kind =
  | { readonly is: "string" | "number" | "integer" | "boolean" | "any" }
  | { readonly is: "enum"; readonly values: readonly string[] }
  | { readonly is: "union"; readonly members: readonly Kind[] }
  | { readonly is: "array"; readonly element: Kind }
  | { readonly is: "map"; readonly value: Kind }
  | { readonly is: "object"; readonly object: ObjectModel };

/** An object with a name of its own. */
export interface ObjectModel {
  readonly name: string;
  readonly description: string;
  readonly properties: readonly PropertyModel[];
}

/** One property. */
export interface PropertyModel {
  readonly name: string;
  readonly kind: Kind;
  readonly required: boolean;
  readonly description: string;
  readonly replaces: boolean;
  readonly secret: boolean;
  /** Of an output: the inputs that it repeats. */
  readonly repeats?: readonly string[] | undefined;
  readonly defaultsTo: Default | undefined;
  readonly filledWith?: "stack" | undefined;
  readonly onlyForCreate?: boolean | undefined;
}

/** One resource. */
export interface ResourceModel {
  readonly type: string;
  readonly description: string;
  readonly inputs: readonly PropertyModel[];
  /** The outputs that are not inputs. */
  readonly outputs: readonly PropertyModel[];
  /** Whether one that no state knows can be found by its id. */
  readonly canBeFound: boolean;
}

/** One function. */
export interface FunctionModel {
  readonly name: string;
  readonly description: string;
  readonly inputs: readonly PropertyModel[];
  readonly outputs: readonly PropertyModel[];
}

/** Reads a function's definition. */
export function functionModelOf(definition: FunctionDefinition): FunctionModel {
  return {
    name: definition.name,
    description: definition.description,
    inputs: propertiesOf(definition.inputs.shape),
    outputs: propertiesOf(definition.outputs.shape),
  };
}

/** Reads a definition. */
export function modelOf(definition: ResourceDefinition): ResourceModel {
  return {
    type: definition.type,
    description: definition.description,
    inputs: propertiesOf(definition.inputs.shape),
    outputs: propertiesOf(definition.outputs.shape),
    canBeFound: definition.imports !== undefined,
  };
}

/** Every named object that the properties lead to, each once. */
export function objectsOf(properties: readonly PropertyModel[]): readonly ObjectModel[] {
  const found = new Map<string, ObjectModel>();
  const visit = (kind: Kind): void => {
    if (kind.is === "array") visit(kind.element);
    if (kind.is === "map") visit(kind.value);
    if (kind.is === "union") kind.members.forEach(visit);
    if (kind.is !== "object" || found.has(kind.object.name)) return;
    found.set(kind.object.name, kind.object);
    for (const property of kind.object.properties) visit(property.kind);
  };
  for (const { kind } of properties) visit(kind);
  return [...found.values()];
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
    const { description, replaces, secret, repeats, defaultsTo, filledWith, onlyForCreate } =
      metaOf(schema);
    if (description === undefined) throw new Error(`the property ${name} has no description`);
    const required = !(schema instanceof z.ZodOptional);
    return {
      name,
      kind: kindOf(schema, name),
      required,
      description,
      replaces: replaces === true,
      secret: secret === true,
      repeats,
      defaultsTo,
      filledWith,
      onlyForCreate,
    };
  });
}

function kindOf(schema: z.ZodType, name: string): Kind {
  if (schema instanceof z.ZodOptional) return kindOf(schema.unwrap() as z.ZodType, name);
  if (schema instanceof z.ZodString) return { is: "string" };
  if (schema instanceof z.ZodBoolean) return { is: "boolean" };
  if (schema instanceof z.ZodNumber) return { is: numberKind(schema, name) };
  if (schema instanceof z.ZodUnknown) return { is: "any" };
  if (schema instanceof z.ZodEnum) return { is: "enum", values: schema.options.map(String) };
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

/** A duration in milliseconds does not fit the 32 bits that an integer has in some languages. */
function numberKind(schema: z.ZodNumber, name: string): "integer" | "number" {
  return schema.format === "safeint" && !name.endsWith("Ms") ? "integer" : "number";
}
