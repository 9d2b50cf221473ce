import { modelOf, type ResourceModel } from "../../../scripts/generate/model";
import { pulumiSchema } from "../../../scripts/generate/pulumiSchema";
import { inputTable, resourcePage } from "../../../scripts/generate/reference";
import { sdkModule } from "../../../scripts/generate/sdkModule";
import { settings } from "../../../provider/api/config/settings";
import { constant } from "../../../provider/resources/schema/propertyDefault";
import { definitions } from "../../../provider/resources/registry";
import { box, given } from "./models";

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

  test("says of an object what any language needs", () => {
    expect(schema["types"]).toMatchObject({
      "dispersed:index:Box": {
        type: "object",
        description: "A box.",
        properties: { lid: { type: "boolean", description: "How large." } },
        required: ["lid"],
      },
    });
  });

  test("takes name, version and licence from the package", () => {
    expect(schema).toMatchObject({ name: "dispersed", ...facts });
  });

  const variables = (schema["config"] as { variables: Record<string, Record<string, unknown>> })
    .variables;

  test("names every setting", () => {
    expect(Object.keys(variables).sort()).toEqual(Object.keys(settings).sort());
  });

  test("names the variables of the environment that the provider reads, in words alone", () => {
    for (const { name, env } of Object.values(settings)) {
      const { description, defaultInfo } = variables[name] ?? {};
      expect(env.filter((key) => !String(description).includes(key))).toEqual([]);
      expect(defaultInfo).toBeUndefined();
    }
  });

  test("encrypts the secret key, and the defaults, which may hold a password", () => {
    const secrets = Object.entries(variables).filter(([, { secret }]) => secret === true);

    expect(secrets.map(([name]) => name)).toEqual(["secretKey", "defaults"]);
  });

  test("gives an explicit provider the same settings", () => {
    expect((schema["provider"] as Record<string, unknown>)["inputProperties"]).toEqual(variables);
  });
});

describe("the SDK's module", () => {
  const module = sdkModule(thing)
    .split("\n")
    .map((line) => line.trim());

  test.each([
    [
      "an input with its default and what a change does",
      "  /** How large. Default: `3`. A change replaces. */",
    ],
    ["an optional input", "  readonly size?: pulumi.Input<number> | undefined;"],
    ["a required input", '  readonly mode: pulumi.Input<"a" | "b">;'],
    [
      "a list of objects",
      "  readonly boxes?: pulumi.Input<readonly pulumi.Input<BoxArgs>[]> | undefined;",
    ],
    [
      "a list of choices",
      '  readonly modes?: pulumi.Input<readonly pulumi.Input<"a" | "b">[]> | undefined;',
    ],
    [
      "a map",
      "  readonly tags?: pulumi.Input<{ readonly [key: string]: pulumi.Input<string> }> | undefined;",
    ],
    ["an input of any kind", "  readonly any?: unknown | undefined;"],
    ["an input as an output", "  declare readonly size: pulumi.Output<number | undefined>;"],
    [
      "a list of choices as an output",
      '  declare readonly modes: pulumi.Output<readonly ("a" | "b")[] | undefined>;',
    ],
    ["an output", "  declare readonly uuid: pulumi.Output<string>;"],
    ["the members of an object", "  readonly lid: pulumi.Input<boolean>;"],
    ["the plain members of an object", "  readonly lid: boolean;"],
    ["the names of the inputs", '  inputs: ["size","mode","boxes","modes","tags","any"],'],
    ["the names of the outputs", '  outputs: ["uuid","token"],'],
    ["the paths of the secrets", '  secretInputs: ["tags"],'],
    ["the secret outputs", '  secretOutputs: ["token"],'],
    ["the class", "export class Thing extends pulumi.CustomResource {"],
  ])("writes %s", (_name, line) => {
    expect(module).toContain(line.trim());
  });

  test("writes a way to look a resource up only where one can be found", () => {
    const [found, lost] = [true, false].map((canBeFound) => sdkModule({ ...thing, canBeFound }));
    expect([found?.includes("static get("), lost?.includes("static get(")]).toEqual([true, false]);
  });

  test("asks for arguments only where one is required", () => {
    const optional = sdkModule({ ...thing, inputs: [given({})] });
    expect([module.join("\n"), optional].map((text) => text.includes("ThingArgs = {}"))).toEqual([
      false,
      true,
    ]);
  });

  test("writes the arguments of an object that is only an output nowhere", () => {
    const output = given({ name: "box", kind: { is: "object", object: box } });
    const module = sdkModule({ ...thing, inputs: [], outputs: [output] });

    expect([module.includes("interface Box {"), module.includes("BoxArgs")]).toEqual([true, false]);
  });
});

describe("the reference", () => {
  test("tells of each input its type, what a change does, and its default", () => {
    expect(inputTable(thing.inputs)).toEqual([
      "| input | type | a change | meaning |",
      "| --- | --- | --- | --- |",
      "| `size` | number | replaces | How large. Default: `3`. |",
      "| `mode` | `a` or `b`, required | updates in place | How large. |",
      "| `boxes` | list of Box | updates in place | How large. |",
      "| `modes` | list of `a` or `b` | updates in place | How large. |",
      "| `tags` | map of string | updates in place | How large. |",
      "| `any` | any | updates in place | How large. |",
    ]);
  });

  test("does not let a bar in a description break the table", () => {
    expect(inputTable([given({ description: "a | b" })])[2]).toBe(
      "| `size` | number | updates in place | a \\| b |",
    );
  });

  test("has a chapter for each part of a resource", () => {
    const chapters = resourcePage(thing)
      .split("\n")
      .filter((line) => line.startsWith("#"));

    expect(chapters).toEqual(["# Thing", "## Inputs", "## Outputs", "## Box"]);
  });
});

test("every resource of this package can be written in every form", () => {
  const models = definitions.map(modelOf);
  const { types } = pulumiSchema(models, facts) as { types: Record<string, unknown> };

  expect(Object.keys(types).sort()).toEqual([
    "dispersed:index:Container",
    "dispersed:index:ContainerOverrides",
    "dispersed:index:ContainerRegistry",
    "dispersed:index:ContainerVolume",
    "dispersed:index:Defaults",
    "dispersed:index:Endpoint",
    "dispersed:index:GpuPreference",
    "dispersed:index:NodeUrl",
    "dispersed:index:Placement",
    "dispersed:index:PlacementAttempt",
    "dispersed:index:QuorumJob",
    "dispersed:index:SshEndpoint",
    "dispersed:index:WaitProbe",
  ]);
});
