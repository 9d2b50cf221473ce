// The schema, read and bound by the engine itself.
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { createProject, succeeded, type Project } from "../../support/engine/project";
import { pluginFolder } from "../../support/pluginStack";

let project: Project;

beforeAll(async () => {
  project = await createProject({ files: {} });
});

afterAll(() => project.close());

const file = join(dirname(pluginFolder), "schema.json");

test("the engine gets the schema from the executable", async () => {
  const executable = join(pluginFolder, "pulumi-resource-dispersed");
  const { stdout } = succeeded(await project.pulumi("package", "get-schema", executable));
  expect(JSON.parse(stdout)).toMatchObject({
    name: "dispersed",
    resources: (JSON.parse(readFileSync(file, "utf8")) as { resources: unknown }).resources,
  });
});

test("the engine's binder has nothing to say against it", async () => {
  const { stdout, stderr } = succeeded(await project.pulumi("schema", "check", file));
  expect(`${stdout}${stderr}`).not.toMatch(/error|warning/i);
});
