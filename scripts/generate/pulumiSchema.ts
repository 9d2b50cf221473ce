// schema.json: the package as Pulumi describes it to every language.
import { settings, type Setting } from "../../provider/api/config/settings";
import { jobDefaults } from "../../provider/resources/job/defaults";
import {
  goModule,
  logoOf,
  pluginDownloadUrl,
  repositoryUrl,
  type Publisher,
} from "../release/publisher";
import { withDefault } from "./defaultSentence";
import { withExample, type Examples } from "./examples";
import {
  namedTypesOf,
  objectModelOf,
  translate,
  type ChoiceModel,
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
  readonly publisher: Publisher;
}

/** The whole schema of the package. */
export function pulumiSchema(
  resources: readonly ResourceModel[],
  facts: PackageFacts,
  functions: readonly FunctionModel[] = [],
  components: readonly ComponentModel[] = [],
  examples: Examples = {},
): Json {
  const { objects, choices } = namedTypesOf([
    ...[...resources, ...functions, ...components].flatMap(({ inputs, outputs }) => [
      ...inputs,
      ...outputs,
    ]),
    ...defaultsModel.properties,
  ]);
  return {
    name: "dispersed",
    displayName: "Dispersed",
    version: facts.version,
    description: facts.description,
    keywords: ["pulumi", "dispersed", "gpu", "category/infrastructure", "kind/native"],
    license: facts.license,
    publisher: facts.publisher.name,
    homepage: repositoryUrl(facts.publisher),
    repository: repositoryUrl(facts.publisher),
    ...logoOf(facts.publisher),
    pluginDownloadURL: pluginDownloadUrl(facts.publisher),
    meta: { supportPack: true },
    language: languagesOf(facts.publisher),
    config: { variables: configuration },
    provider: {
      description: "Which account at which Dispersed service.",
      inputProperties: configuration,
    },
    types: Object.fromEntries([
      ...[...objects, defaultsModel].map(({ name, description, properties }) => [
        `dispersed:index:${name}`,
        { type: "object", description, ...propertyTable(properties) },
      ]),
      ...[...choices, ...settingChoices].map((one) => [
        `dispersed:index:${one.name}`,
        choiceOf(one),
      ]),
    ]),
    resources: Object.fromEntries([
      ...resources.map((one) => entryOf(one.type, resourceOf(one), examples)),
      ...components.map((one) => entryOf(one.type, componentOf(one), examples)),
    ]),
    functions: Object.fromEntries(
      functions.map((one) => entryOf(one.name, functionOf(one), examples)),
    ),
  };
}

/** What the schema says of a resource, a component or a function, with its example. */
function entryOf(name: string, json: Json, examples: Examples): [string, Json] {
  const description = withExample(String(json["description"]), examples[name]);
  return [`dispersed:index:${name}`, { ...json, description }];
}

function resourceOf({ type, description, inputs, outputs, canBeFound }: ResourceModel): Json {
  const { properties: inputProperties, required: requiredInputs } = propertyTable(inputs);
  return {
    description,
    ...propertyTable([...inputs, ...outputs]),
    inputProperties,
    // The engine leaves an empty list out when it tells the schema.
    ...(requiredInputs.length === 0 ? {} : { requiredInputs }),
    // `pulumi do <type> list` is offered only where this is there. A list takes no query.
    ...(canBeFound ? { listInputs: { type: "object" } } : {}),
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
  enum: (_values, name) =>
    name === undefined ? { type: "string" } : { $ref: `#/types/dispersed:index:${name}` },
  union: (members) => ({ oneOf: members }),
  array: (element) => ({ type: "array", items: element }),
  map: (value) => ({ type: "object", additionalProperties: value }),
  object: (name) => ({ $ref: `#/types/dispersed:index:${name}` }),
};

/** What the generators for each language need to know. The npm name is that of the dynamic provider. */
const languagesOf = (publisher: Publisher): Json => ({
  nodejs: { packageName: "pulumi-dispersed-native", respectSchemaVersion: true },
  python: {
    packageName: "pulumi_dispersed",
    pyproject: { enabled: true },
    respectSchemaVersion: true,
  },
  go: {
    importBasePath: `${goModule(publisher)}/dispersed`,
    generateResourceContainerTypes: true,
    respectSchemaVersion: true,
  },
  csharp: { respectSchemaVersion: true },
  java: { buildFiles: "gradle" },
});

function choiceOf({ description, words }: ChoiceModel): Json {
  const values = words.map(({ word, meaning }) => ({
    // As the languages' constants are named: Task.Persistent, TaskPersistent, Task.PERSISTENT.
    name: pascalCase(/^[A-Z]+$/.test(word) ? word.toLowerCase() : word),
    value: word,
    ...(meaning === undefined ? {} : { description: meaning }),
  }));
  return { type: "string", description, enum: values };
}

const pascalCase = (word: string): string => `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`;

/** The settings that are a choice among words. */
const settingChoices = Object.values<Setting>(settings).flatMap(
  ({ name, description, choices }): readonly ChoiceModel[] => {
    if (choices === undefined) return [];
    const words = Object.entries(choices).map(([word, meaning]) => ({ word, meaning }));
    return [{ name: pascalCase(name), description, words }];
  },
);

/** The object that the setting `defaults` is. */
const defaultsModel = objectModelOf(jobDefaults);

const configuration: Json = Object.fromEntries(
  Object.values<Setting>(settings).map((setting) => [setting.name, configured(setting)]),
);

function configured(setting: Setting): Json {
  const ofChoice = setting.choices === undefined ? undefined : pascalCase(setting.name);
  const typeName = setting.type === "object" ? defaultsModel.name : ofChoice;
  return {
    ...(typeName === undefined
      ? { type: setting.type }
      : { $ref: `#/types/dispersed:index:${typeName}` }),
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
