import type { FunctionModel } from "../../../scripts/generate/model";
import { functionModelOf } from "../../../scripts/generate/model";
import { pulumiSchema } from "../../../scripts/generate/pulumiSchema";
import { functionPage } from "../../../scripts/generate/reference";
import { sdkFunction } from "../../../scripts/generate/sdkFunction";
import { functions } from "../../../provider/resources/functions/registry";
import { box, given } from "../generate/models";

const getThing: FunctionModel = {
  name: "getThing",
  description: "Reads a thing.",
  inputs: [given({ name: "uuid", kind: { is: "string" }, required: true }), given({})],
  outputs: [
    given({ name: "boxes", kind: { is: "array", element: { is: "object", object: box } } }),
    given({ name: "token", kind: { is: "string" }, secret: true }),
  ],
};

test("schema.json has for a function what any language needs", () => {
  const facts = { version: "1.2.3", description: "Things.", license: "Apache-2.0" };
  const schema = pulumiSchema([], facts, [getThing]);
  const description = "How large.";
  expect(schema["functions"]).toEqual({
    "dispersed:index:getThing": {
      description: "Reads a thing.",
      inputs: {
        type: "object",
        properties: {
          uuid: { type: "string", description },
          size: { type: "number", description },
        },
        required: ["uuid"],
      },
      outputs: {
        type: "object",
        properties: {
          boxes: { type: "array", items: { $ref: "#/types/dispersed:index:Box" }, description },
          token: { type: "string", description, secret: true },
        },
        required: [],
      },
    },
  });
  expect(Object.keys(schema["types"] as object)).toContain("dispersed:index:Box");
});

describe("the SDK's module", () => {
  const module = sdkFunction(getThing, new Map())
    .split("\n")
    .map((line) => line.trim());

  test.each([
    ["a plain argument", "  readonly uuid: string;"],
    ["an argument that may be an output", "  readonly uuid: pulumi.Input<string>;"],
    ["a list of the result", "  readonly boxes?: readonly Box[] | undefined;"],
    ["the object in it", "export interface Box {"],
    ["the token", '  token: "dispersed:index:getThing",'],
    ["the secrets of the result", '  secretResults: ["token"],'],
    ["the promise", "): Promise<GetThingResult> {"],
    ["the output", "): pulumi.Output<GetThingResult> {"],
    ["arguments that must be given", "  args: GetThingArgs,"],
  ])("writes %s", (_name, line) => {
    expect(module).toContain(line.trim());
  });

  test("lets arguments be left out when none is required", () => {
    expect(sdkFunction({ ...getThing, inputs: [] }, new Map())).toContain("  args?: GetThingArgs,");
  });

  test("imports a type that another module declares, in a way that old TypeScript reads", () => {
    const text = sdkFunction(getThing, new Map([["Box", "job"]]));
    expect(text).toContain('import type { Box } from "./job";');
    expect(text).not.toContain("export interface Box {");
  });
});

test("the reference has a chapter for each part, and names the secrets", () => {
  const page = functionPage(getThing);
  const titles = page.split("\n").filter((line) => line.startsWith("#"));
  expect(titles).toEqual(["# getThing", "## Arguments", "## Result", "## Box"]);
  expect(page).toContain("The output is a secret when it holds `token`.");
});

test("the secrets of this package's functions are these", () => {
  const secrets = functions
    .map(functionModelOf)
    .flatMap(({ name, outputs }) =>
      outputs.filter(({ secret }) => secret).map((output) => `${name}.${output.name}`),
    );
  expect(secrets).toEqual(["getJob.containerAccessTokens", "getJobLogs.logs"]);
});
