// `pulumi do … --stateless` works on a resource without a stack.
import { join } from "node:path";

import { pluginFolder } from "../../support/pluginStack";
import { boxArgs, failed, printed, useStack, writes } from "../../support/stack";

const stack = useStack();

test("a job of `pulumi do --stateless` is refused before it is bought, with the way out", async () => {
  const { emulator, project } = stack;
  Object.assign(project.env, {
    DISPERSED_API_BASE_URL: emulator.url,
    DISPERSED_PUBLIC_KEY: emulator.publicKey,
    DISPERSED_SECRET_KEY: emulator.secretKey,
  });
  // PCL, the one form that needs no converter. An expression in JSON is one there too.
  const inputs = Object.entries(boxArgs).map(
    ([name, value]) => `${name} = ${JSON.stringify(value)}`,
  );
  project.write({ "box.pp": inputs.join("\n") });
  const run = await project.pulumi(
    ...["do", "--package", join(pluginFolder, "pulumi-resource-dispersed"), "--stateless"],
    ...["dispersed:index:Job", "create", "--yes", "--input", "pcl", "--input-file", "box.pp"],
  );
  expect(failed(run)).toContain("No job was created. Run it in a project, without --stateless.");
  expect(printed(run)).not.toMatch(/^ +at /m);
  expect(writes(emulator)).toEqual([]);
});
