// A YAML program, the plugin and the real engine.
import { succeeded } from "../../support/engine/project";
import { CANCEL, CREATE, printed, writes } from "../../support/stack";
import { until } from "../../support/until";
import { createPluginStack, yamlBox, type PluginStack } from "../../support/pluginStack";

const JOB = "dispersed:index:Job";
const batch = { task: "BATCH", container: { image: "a", ports: [] }, maxTimeoutRunMs: 600_000 };

let stack: PluginStack;

afterEach(() => stack.close());

test("a YAML program lives: up, no change, refresh, destroy", async () => {
  stack = await createPluginStack(yamlBox());
  const { project, emulator } = stack;
  const up = succeeded(await project.pulumi("up", "--yes", "--skip-preview"));
  expect(up.stdout).toContain('status: "RUNNING"');
  const { id, outputs } = await stack.resource(JOB);
  expect(emulator.ledger().jobs).toMatchObject([{ uuid: id, title: "box", status: "RUNNING" }]);
  expect(outputs).toMatchObject({ uuid: id, status: "RUNNING", ssh: { user: "duser" } });

  succeeded(await project.pulumi("preview", "--expect-no-changes"));
  succeeded(await project.pulumi("refresh", "--yes", "--expect-no-changes"));
  expect((await stack.resource(JOB)).outputs).toEqual(outputs);

  succeeded(await project.pulumi("destroy", "--yes", "--skip-preview"));
  expect(writes(emulator)).toEqual([CREATE, CANCEL]);
  expect(emulator.ledger().alive).toBe(0);
});

test("a preview knows the inputs, and that the rest is not known", async () => {
  stack = await createPluginStack(
    `${yamlBox()}  image: \${box.container.image}\n  uuid: \${box.uuid}\n`,
  );
  const preview = succeeded(await stack.project.pulumi("preview"));
  expect(printed(preview)).toMatch(/image\s*: "otoy\/dispersed-base"/);
  expect(printed(preview)).toMatch(/uuid\s*: \[unknown\]/);
  expect(stack.emulator.ledger().requests).toBe(0);
});

test("a preview of a local setting replaces nothing that hangs on the job", async () => {
  const program = (settings: object): string =>
    yamlBox(settings).replace(
      "outputs:",
      `  other: ${JSON.stringify({
        type: "dispersed:Job",
        properties: { ...batch, triggers: { host: "${box.ssh.host}", url: "${box.nodeUrls}" } },
      })}\noutputs:`,
    );
  stack = await createPluginStack(program({}));
  const { project } = stack;
  succeeded(await project.pulumi("up", "--yes", "--skip-preview"));
  stack.write(program({ sshUser: "root", expiresAfter: "8h", replaceOn: [], waitFor: "running" }));
  const preview = succeeded(await project.pulumi("preview"));
  expect(printed(preview)).toMatch(/box\s+update/);
  expect(printed(preview)).toMatch(/~ 1 to update\s+2 unchanged/);
});

test("a plain up notices a box that died, and says why it buys a new one", async () => {
  stack = await createPluginStack(yamlBox());
  const { project, emulator } = stack;
  succeeded(await project.pulumi("up", "--yes", "--skip-preview"));
  const { id = "" } = await stack.resource(JOB);
  await emulator.endJob(id, { status: "FAILED", reason: "the node died" });

  const preview = succeeded(await project.pulumi("preview"));
  expect(printed(preview)).toContain("the node died");
  const up = succeeded(await project.pulumi("up", "--yes", "--skip-preview"));
  expect(printed(up)).toContain("and replaceOn lists that status, so it is replaced");
  expect((await stack.resource(JOB)).id).not.toBe(id);
  expect(emulator.ledger().alive).toBe(1);
});

test("an imported job is no change, and destroy ends it", async () => {
  stack = await createPluginStack(yamlBox());
  const { project, emulator } = stack;
  succeeded(await project.pulumi("up", "--yes", "--skip-preview"));
  const { id = "", urn, outputs } = await stack.resource(JOB);
  succeeded(await project.pulumi("state", "delete", "--yes", urn));

  succeeded(await project.pulumi("import", "--yes", "--protect=false", JOB, "box", id));
  const imported = await stack.resource(JOB);
  expect({ ...imported.outputs, __context: {} }).toEqual({ ...outputs, __context: {} });
  succeeded(await project.pulumi("preview", "--expect-no-changes"));
  succeeded(await project.pulumi("destroy", "--yes", "--skip-preview"));
  expect(writes(emulator)).toEqual([CREATE, CANCEL]);
});

test("a job that another stack holds is not imported, and may be looked up", async () => {
  stack = await createPluginStack(yamlBox());
  const { project, emulator } = stack;
  succeeded(await project.pulumi("up", "--yes", "--skip-preview"));
  const { id = "" } = await stack.resource(JOB);
  succeeded(await project.pulumi("stack", "init", "other"));
  await project.configure(emulator);

  const run = await project.pulumi("import", "--yes", "--protect=false", JOB, "box", id);
  expect(run.code).not.toBe(0);
  expect(printed(run)).toContain(
    `the job ${id} is held by resource box of stack project/test. Nothing was imported`,
  );
  expect((await project.exportState()).resources ?? []).not.toContainEqual(
    expect.objectContaining({ type: JOB }),
  );

  stack.write(`resources:\n  box: ${JSON.stringify({ type: "dispersed:Job", get: { id } })}\n`);
  succeeded(await project.pulumi("up", "--yes", "--skip-preview"));
  expect((await stack.resource(JOB)).outputs).toMatchObject({ uuid: id, status: "RUNNING" });
  succeeded(await project.pulumi("destroy", "--yes", "--skip-preview"));
  expect(emulator.ledger().alive).toBe(1);
});

test.each([
  [
    "box-1",
    "a job is imported by its uuid, and the id that was given is not a uuid; nothing was sent.",
  ],
  [
    "3fa85f64-5717-4562-b3fc-2c963f66afa6",
    "knows no job 3fa85f64-5717-4562-b3fc-2c963f66afa6 for this key. Check the uuid",
  ],
])("an import of %s gets one clear line", async (id, line) => {
  stack = await createPluginStack(yamlBox());
  const run = await stack.project.pulumi("import", "--yes", JOB, "box", id);
  expect(run.code).not.toBe(0);
  expect(printed(run)).toContain(line);
  expect(printed(run)).not.toMatch(/^ +at /m);
});

test("Ctrl-C during a wait keeps the job, and the next up goes on with it", async () => {
  stack = await createPluginStack(yamlBox(), { startAfterMs: 6_000 });
  const { project, emulator } = stack;
  const { child, ended } = project.start("up", "--yes", "--skip-preview");
  await until(() => emulator.requests().some(({ path }) => path === "/v1/job-runs"));
  child.kill("SIGINT");
  expect((await ended).code).not.toBe(0);
  const { id, initErrors, outputs } = await stack.resource(JOB);
  expect(emulator.ledger().jobs).toMatchObject([{ uuid: id }]);
  expect(outputs).toMatchObject({ uuid: id, status: "ASSIGNED" });
  expect(initErrors).toEqual([
    expect.stringContaining(`The wait for job ${String(id)} was cut short`),
  ]);

  succeeded(await project.pulumi("up", "--yes", "--skip-preview"));
  expect((await stack.resource(JOB)).outputs).toMatchObject({ uuid: id, status: "RUNNING" });
  expect(writes(emulator)).toEqual([CREATE]);
});

test("after a key was rotated a plain up says which up reads the new one, and that one does", async () => {
  stack = await createPluginStack(yamlBox());
  const { project, emulator } = stack;
  succeeded(await project.pulumi("up", "--yes", "--skip-preview"));
  const { publicKey } = emulator;
  const secretKey = "sk_rotated_0123456789";
  emulator.rotateKey({ publicKey, secretKey });
  await project.pulumi("config", "set", "--secret", "dispersed:secretKey", secretKey);

  const plain = await project.pulumi("up", "--yes", "--skip-preview");
  expect(plain.code).not.toBe(0);
  expect(printed(plain)).toContain("`pulumi up --refresh --run-program`");
  succeeded(await project.pulumi("up", "--yes", "--skip-preview", "--refresh", "--run-program"));
  succeeded(await project.pulumi("up", "--yes", "--skip-preview", "--expect-no-changes"));
  expect(writes(emulator)).toEqual([CREATE]);
});
