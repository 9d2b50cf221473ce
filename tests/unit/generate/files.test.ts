import type { PropertyModel, ResourceModel } from "../../../scripts/generate/model";
import { pulumiSchema } from "../../../scripts/generate/pulumiSchema";
import { settings } from "../../../provider/api/config/settings";
import { constant } from "../../../provider/resources/schema/propertyDefault";

const given = (fields: Partial<PropertyModel>): PropertyModel => ({
  ...{ name: "size", kind: { is: "number" }, description: "How large.", defaultsTo: undefined },
  ...{ required: false, replaces: false, secret: false },
  ...fields,
});
const box = {
  name: "Box",
  description: "A box.",
  properties: [given({ name: "lid", kind: { is: "boolean" }, required: true })],
};

const choice = {
  name: "Word",
  description: "A word.",
  words: [{ word: "LOUD", meaning: "It shouts." }],
};

const thing: ResourceModel = {
  canBeFound: true,
  type: "Thing",
  description: "A thing.",
  inputs: [
    given({ replaces: true, defaultsTo: constant(3) }),
    given({ name: "mode", kind: { is: "enum", values: ["a", "b"] }, required: true }),
    given({ name: "boxes", kind: { is: "array", element: { is: "object", object: box } } }),
    given({ name: "modes", kind: { is: "array", element: { is: "enum", values: ["a", "b"] } } }),
    given({ name: "tags", kind: { is: "map", value: { is: "string" } }, secret: true }),
    given({ name: "word", kind: { is: "enum", values: ["LOUD"], choice } }),
    given({ name: "any", kind: { is: "any" } }),
  ],
  outputs: [
    given({ name: "uuid", kind: { is: "string" }, required: true }),
    given({ name: "token", kind: { is: "string" }, secret: true }),
  ],
};

const publisher = {
  name: "Ada",
  organisation: "ada",
  repository: "pulumi-dispersed",
  logoUrl: "https://ada.example/logo.png",
};
const facts = { version: "1.2.3", description: "Things.", license: "Apache-2.0", publisher };
const schema = pulumiSchema([thing], facts);

describe("schema.json", () => {
  const description = "How large.";
  const inputs = {
    size: { type: "number", description: "How large. Default: `3`.", replaceOnChanges: true },
    mode: { type: "string", description },
    boxes: { type: "array", items: { $ref: "#/types/dispersed:index:Box" }, description },
    modes: { type: "array", items: { type: "string" }, description },
    tags: {
      ...{ type: "object", additionalProperties: { type: "string" } },
      ...{ description, secret: true },
    },
    word: { $ref: "#/types/dispersed:index:Word", description },
    any: { $ref: "pulumi.json#/Any", description },
  };

  test("says of a resource what any language needs", () => {
    expect((schema["resources"] as Record<string, unknown>)["dispersed:index:Thing"]).toEqual({
      description: "A thing.",
      properties: {
        ...inputs,
        uuid: { type: "string", description },
        token: { type: "string", description, secret: true },
      },
      required: ["mode", "uuid"],
      inputProperties: inputs,
      requiredInputs: ["mode"],
      listInputs: { type: "object" },
      aliases: [{ type: "pulumi-nodejs:dynamic/dispersed:Thing" }],
    });
  });

  test("makes a type of each choice with a name, and of each setting that is one", () => {
    expect(schema["types"]).toMatchObject({
      "dispersed:index:Word": {
        ...{ type: "string", description: "A word." },
        enum: [{ name: "Loud", value: "LOUD", description: "It shouts." }],
      },
      "dispersed:index:OnOrphan": { type: "string" },
    });
  });

  test("offers a list only of what can be found by its id", () => {
    const { resources } = pulumiSchema([{ ...thing, canBeFound: false }], facts);
    const [only] = Object.values(resources as Record<string, object>);
    expect(only).not.toHaveProperty("listInputs");
  });

  test("says who publishes it and where its archives and its module for Go are", () => {
    expect(schema).toMatchObject({
      ...{ displayName: "Dispersed", publisher: "Ada", logoUrl: "https://ada.example/logo.png" },
      homepage: "https://github.com/ada/pulumi-dispersed",
      repository: "https://github.com/ada/pulumi-dispersed",
      pluginDownloadURL: "github://api.github.com/ada/pulumi-dispersed",
      language: { go: { importBasePath: "github.com/ada/pulumi-dispersed/sdk/go/dispersed" } },
    });
  });

  const variables = (schema["config"] as { variables: Record<string, Record<string, unknown>> })
    .variables;

  test("names every setting", () => {
    expect(Object.keys(variables).sort()).toEqual(Object.keys(settings).sort());
  });

  test("encrypts the secret key, and the defaults, which may hold a password", () => {
    const secrets = Object.entries(variables).filter(([, { secret }]) => secret === true);

    expect(secrets.map(([name]) => name)).toEqual(["secretKey", "defaults"]);
  });
});
