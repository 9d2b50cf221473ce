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
    given({ name: "any", kind: { is: "any" } }),
  ],
  outputs: [
    given({ name: "uuid", kind: { is: "string" }, required: true }),
    given({ name: "token", kind: { is: "string" }, secret: true }),
  ],
};

const facts = { version: "1.2.3", description: "Things.", license: "Apache-2.0" };
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
      aliases: [{ type: "pulumi-nodejs:dynamic/dispersed:Thing" }],
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
