// schema.json: the package as Pulumi describes it to every language.
import { settings, type Setting } from "../../provider/api/config/settings";
import { jobDefaults } from "../../provider/resources/job/defaults";
import { withDefault } from "./defaultSentence";
import {
  objectModelOf,
  objectsOf,
  translate,
  type ComponentModel,
  type FunctionModel,
  type KindTable,
  type PropertyModel,
  type ResourceModel,
} from "./model";

type Json = Record<string, unknown>;

/** What the package says of itself in package.json. */
export interface PackageFacts {
  readonly version: string;
  readonly description: string;
  readonly license: string;
}

/** The whole schema of the package. */
export function pulumiSchema(
  resources: readonly ResourceModel[],
  facts: PackageFacts,
  functions: readonly FunctionModel[] = [],
  components: readonly ComponentModel[] = [],
): Json {
  const objects = [
    ...[...resources, ...functions, ...components].flatMap(({ inputs, outputs }) =>
      objectsOf([...inputs, ...outputs]),
    ),
    defaultsModel,
    ...objectsOf(defaultsModel.properties),
  ];
  return {
    name: "dispersed",
    displayName: "Dispersed",
    version: facts.version,
    description: facts.description,
    keywords: ["pulumi", "dispersed", "gpu", "category/infrastructure", "kind/native"],
    license: facts.license,
    meta: { supportPack: true },
    language: languages,
    config: { variables: configuration },
    provider: {
      description: "Which account at which Dispersed service.",
      inputProperties: configuration,
    },
    types: Object.fromEntries(
      objects.map(({ name, description, properties }) => [
        `dispersed:index:${name}`,
        { type: "object", description, ...propertyTable(properties) },
      ]),
    ),
    resources: Object.fromEntries([
      ...resources.map((resource) => [`dispersed:index:${resource.type}`, resourceOf(resource)]),
      ...components.map((one) => [`dispersed:index:${one.type}`, componentOf(one)]),
    ]),
    functions: Object.fromEntries(
      functions.map((one) => [`dispersed:index:${one.name}`, functionOf(one)]),
    ),
  };
}

function resourceOf({ type, description, inputs, outputs }: ResourceModel): Json {
  const { properties: inputProperties, required: requiredInputs } = propertyTable(inputs);
  return {
    description,
    ...propertyTable([...inputs, ...outputs]),
    inputProperties,
    // The engine leaves an empty list out when it tells the schema.
    ...(requiredInputs.length === 0 ? {} : { requiredInputs }),
    // A stack made with the dynamic provider moves to the native plugin without a replacement.
    aliases: [{ type: `pulumi-nodejs:dynamic/dispersed:${type}` }],
  };
}

/** A component has no state of its own: its outputs are only what it gives. */
function componentOf({ description, inputs, outputs }: ComponentModel): Json {
  const { properties: inputProperties, required: requiredInputs } = propertyTable(inputs);
  return {
    description,
    isComponent: true,
    ...propertyTable(outputs),
    inputProperties,
    ...(requiredInputs.length === 0 ? {} : { requiredInputs }),
  };
}

function functionOf({ description, inputs, outputs }: FunctionModel): Json {
  return {
    description,
    inputs: { type: "object", ...propertyTable(inputs) },
    outputs: { type: "object", ...propertyTable(outputs) },
  };
}

function propertyTable(properties: readonly PropertyModel[]): {
  properties: Json;
  required: string[];
} {
  return {
    properties: Object.fromEntries(properties.map((property) => [property.name, typed(property)])),
    required: properties.filter(({ required }) => required).map(({ name }) => name),
  };
}

function typed(property: PropertyModel): Json {
  return {
    ...translate(property.kind, types),
    // A default is the service's, and only told: an SDK that wrote it would change every state.
    description: withDefault(property.description, property.defaultsTo),
    ...(property.isPlain === true ? { plain: true } : {}),
    ...(property.secret ? { secret: true } : {}),
    ...(property.replaces ? { replaceOnChanges: true } : {}),
  };
}

const types: KindTable<Json> = {
  plain: (name) => (name === "any" ? { $ref: "pulumi.json#/Any" } : { type: name }),
  enum: () => ({ type: "string" }),
  union: (members) => ({ oneOf: members }),
  array: (element) => ({ type: "array", items: element }),
  map: (value) => ({ type: "object", additionalProperties: value }),
  object: (name) => ({ $ref: `#/types/dispersed:index:${name}` }),
};

/** What the generators for each language need to know. The npm name is that of the dynamic provider. */
const languages: Json = {
  nodejs: { packageName: "pulumi-dispersed-native", respectSchemaVersion: true },
  python: {
    packageName: "pulumi_dispersed",
    pyproject: { enabled: true },
    respectSchemaVersion: true,
  },
  go: { generateResourceContainerTypes: true, respectSchemaVersion: true },
  csharp: { respectSchemaVersion: true },
  java: { buildFiles: "gradle" },
};

/** The object that the setting `defaults` is. */
const defaultsModel = objectModelOf(jobDefaults);

const configuration: Json = Object.fromEntries(
  Object.values<Setting>(settings).map((setting) => [setting.name, configured(setting)]),
);

function configured(setting: Setting): Json {
  return {
    ...(setting.type === "object"
      ? { $ref: `#/types/dispersed:index:${defaultsModel.name}` }
      : { type: setting.type }),
    description: `${setting.description} ${defaultOf(setting)}`,
    ...(setting.secret === true ? { secret: true } : {}),
  };
}

/**
 * The plugin reads the environment itself. Were it the schema's default, an SDK would copy a key
 * into the state, where it would be used after it was rotated.
 */
function defaultOf({ env, fallback }: Setting): string {
  if (env.length === 0) return `Default: ${fallback ?? "none"}.`;
  const otherwise = fallback === undefined ? "" : ` Else ${fallback}.`;
  return `Default: the environment variable ${env.join(" or ")}.${otherwise}`;
}
