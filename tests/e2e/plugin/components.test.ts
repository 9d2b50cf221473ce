// Components in a YAML program: made by the plugin, of its own resources.
import { usePluginStack } from "../../support/pluginStack";
import { CANCEL, CREATE, printed, writes } from "../../support/stack";
import { succeeded } from "../../support/engine/project";

/** A program with resources, as JSON, which is YAML. */
function program(resources: object, outputs: object = {}): string {
  return `resources: ${JSON.stringify(resources)}\noutputs: ${JSON.stringify(outputs)}\n`;
}

/** A box whose SSH server is not waited for. */
const devBox = (properties: object = {}, options: object = {}): object => ({
  type: "dispersed:DevBox",
  properties: { waitFor: "running", ...properties },
  options,
});

describe("a DevBox in YAML", () => {
  const box = program(
    { box: devBox({ ports: [8080], env: { TOKEN: "canary-5a1e" } }) },
    { ssh: "${box.ssh}", urls: "${box.urls}", status: "${box.status}" },
  );
  const stack = usePluginStack(box, {}, true);

  test("is previewed without a request", async () => {
    const preview = printed(succeeded(await stack.project.pulumi("preview")));
    expect(preview).toMatch(/dispersed:index:DevBox\s+box\s+create/);
    expect(preview).toMatch(/4 to create/);
    expect(stack.emulator.ledger().requests).toBe(0);
  });

  test("is one job with a key, and the program gets its login", async () => {
    const { stdout } = await stack.up();
    expect(stdout).toMatch(/ssh\s*: "ssh -i ~\/\.ssh\/dispersed-box -p \d+ duser@/);
    expect(stdout).toMatch(/8080: "http:/);
    expect(stack.emulator.ledger().jobs).toMatchObject([{ title: "box", status: "RUNNING" }]);
    const { resources = [] } = await stack.project.exportState();
    expect(resources.map(({ type }) => type).sort()).toEqual([
      "dispersed:index:DevBox",
      "dispersed:index:Job",
      "dispersed:index:SshKey",
      "pulumi:providers:dispersed",
      "pulumi:pulumi:Stack",
    ]);
  });

  test("has no secret in clear text in the state", async () => {
    const state = JSON.stringify(await stack.project.exportState());
    expect(state).not.toContain("canary-5a1e");
    expect(state).not.toContain("PRIVATE KEY");
  });

  test("shows no secret in debug lines either, which `--json` prints", async () => {
    const run = succeeded(await stack.project.pulumi("up", "--yes", "--skip-preview", "--json"));
    expect(printed(run)).toContain("debug");
    expect(printed(run)).not.toMatch(/canary-5a1e|PRIVATE KEY/);
  });

  test("is left as it is by a preview, an up and a refresh", async () => {
    await stack.expectNoChange();
    await stack.up();
    succeeded(await stack.project.pulumi("refresh", "--yes", "--expect-no-changes"));
    await stack.expectNoChange();
    expect(writes(stack.emulator)).toEqual([CREATE]);
  });

  test("leaves nothing alive after a destroy", async () => {
    await stack.destroy();
    expect(writes(stack.emulator)).toEqual([CREATE, CANCEL]);
    expect(stack.emulator.ledger().alive).toBe(0);
  });
});
