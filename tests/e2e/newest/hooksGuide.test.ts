// The hooks of the guide are called, and what they return counts.
import { failed, printed } from "../../support/stack";
import { succeeded } from "../../support/engine/project";
import { block, keys, startDocumentProject } from "../documentProject";

test("the guide's hooks print when a box starts, and when it fails", async () => {
  const program = block("hooks", "docs/guides/hooks-and-options.md");
  const { emulator, project } = await startDocumentProject(program);
  try {
    Object.assign(project.env, {
      DISPERSED_PUBLIC_KEY: keys.publicKey,
      DISPERSED_SECRET_KEY: keys.secretKey,
    });
    emulator.failNext({ route: "POST /v1/jobs", status: 403, body: "{}" });
    const refused = await project.pulumi("up", "--yes", "--skip-preview");
    expect(failed(refused)).toContain("create of box has failed");
    const run = succeeded(await project.pulumi("up", "--yes", "--skip-preview"));
    expect(printed(run)).toContain("box has started");
    expect(emulator.ledger().jobs).toHaveLength(1);
  } finally {
    project.close();
    await emulator.close();
  }
});
