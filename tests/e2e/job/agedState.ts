import { succeeded, type Project } from "../../support/engine/project";

/** Moves the end of a job's time to live into the past, so that no test waits for it. */
export async function ageJob(project: Project, urn: string): Promise<void> {
  const state = await project.exportState("--show-secrets");
  const past = { expiresAt: "2026-01-01T00:00:00.000Z" };
  const resources = (state.resources ?? []).map((resource) =>
    resource.urn === urn ? { ...resource, outputs: { ...resource.outputs, ...past } } : resource,
  );
  const aged = { version: 3, deployment: { ...state, resources } };
  project.write({ "aged.json": JSON.stringify(aged) });
  succeeded(await project.pulumi("stack", "import", "--file", "aged.json"));
}
