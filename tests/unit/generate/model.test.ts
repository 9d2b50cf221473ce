import * as z from "zod";

import type { ResourceDefinition } from "../../../provider/resources/contract/definition";
import { jobDefinition } from "../../../provider/resources/lifecycle/job";
import { property } from "../../../provider/resources/schema/property";
import { functions } from "../../../provider/resources/functions/registry";
import {
  functionModelOf,
  modelOf,
  secretPaths,
  type PropertyModel,
} from "../../../scripts/generate/model";

/** A definition with these inputs. */
const definition = (inputs: Record<string, z.ZodType>): ResourceDefinition => ({
  ...jobDefinition,
  type: "Thing",
  description: "A thing.",
  inputs: z.object(inputs),
  outputs: z.object({}),
});

const inputOf = (schema: z.ZodType): PropertyModel | undefined =>
  modelOf(definition({ x: schema })).inputs[0];

const described = (schema: z.ZodType): z.ZodType => property(schema, { description: "X." });

const inner = z
  .object({ secret: property(z.string().optional(), { description: "S.", secret: true }) })
  .meta({ typeName: "Inner", description: "An inner thing." });

describe("modelOf", () => {
  test.each<[string, z.ZodType, string]>([
    ["a property without a description", z.string(), "the property x has no description"],
    [
      "an object without a name",
      described(z.object({})),
      "the object x has no type name or no description",
    ],
    [
      "a kind that no language has",
      described(z.date()),
      "the property x is of a kind that no generator knows",
    ],
  ])("refuses %s", (_name, schema, message) => {
    expect(() => inputOf(schema)).toThrow(new Error(message));
  });
});

test("a choice with a name, and a whole number that nothing checks, are told from plain words and numbers", () => {
  const choice = z
    .enum(["a", "b"])
    .meta({ typeName: "Letter", description: "L.", meanings: { a: "A." } });
  const kinds = [
    inputOf(described(choice.optional()))?.kind,
    inputOf(described(z.enum(["a", "b"])))?.kind,
    inputOf(property(z.number().optional(), { description: "X.", isWhole: true }))?.kind,
    inputOf(described(z.number()))?.kind,
  ];
  const words = [
    { word: "a", meaning: "A." },
    { word: "b", meaning: undefined },
  ];
  expect(kinds).toEqual([
    { is: "enum", values: ["a", "b"], choice: { name: "Letter", description: "L.", words } },
    { is: "enum", values: ["a", "b"] },
    { is: "integer" },
    { is: "number" },
  ]);
});

describe("secretPaths", () => {
  test("leads to every secret, also inside objects and lists", () => {
    const { inputs } = modelOf(
      definition({
        token: property(z.string(), { description: "T.", secret: true }),
        one: described(inner),
        many: described(z.array(inner)),
        plain: described(z.array(z.string())),
      }),
    );

    expect(secretPaths(inputs)).toEqual(["token", "one.secret", "many[].secret"]);
  });

  test("are the variables and passwords of a Job", () => {
    expect(secretPaths(modelOf(jobDefinition).inputs)).toEqual([
      "container.env",
      "container.registry.secret",
      "container.volumes[].secret",
    ]);
  });

  test("are the secrets of the functions' results", () => {
    const secrets = functions
      .map(functionModelOf)
      .flatMap(({ name, outputs }) =>
        outputs.filter(({ secret }) => secret).map((output) => `${name}.${output.name}`),
      );
    expect(secrets).toEqual(["getJob.containerAccessTokens", "getJobLogs.logs"]);
  });
});
