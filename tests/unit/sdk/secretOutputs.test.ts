import { readFileSync } from "node:fs";
import { join } from "node:path";

import { jobFromRecipeDefinition } from "../../../provider/resources/lifecycle/jobFromRecipe";
import { jobDefinition } from "../../../provider/resources/lifecycle/job";
import { sshKeyDefinition } from "../../../provider/resources/sshKey/sshKey";
import { metaOf } from "../../../provider/resources/schema/property";

/** The source of a generated class: its list of secrets is in no object that a test could read. */
const generated = (file: string): string =>
  readFileSync(join(__dirname, "../../../sdk/generated", file), "utf8");

test.each([
  [jobDefinition, "job.ts"],
  [jobFromRecipeDefinition, "jobFromRecipe.ts"],
  [sshKeyDefinition, "sshKey.ts"],
] as const)("I03: the class of %p names every secret output", (definition, file) => {
  const secret = Object.entries(definition.outputs.shape)
    .filter(([, schema]) => metaOf(schema).secret === true)
    .map(([name]) => `"${name}"`);
  expect(secret).not.toEqual([]);
  expect(generated(file).replace(/\s+/g, " ")).toContain(`secretOutputs: [${secret.join(", ")}]`);
});
