// A YAML program, the plugin and the real engine.
import { succeeded } from "../../support/engine/project";
import { usePluginStack, yamlBox } from "../../support/pluginStack";
import { CANCEL, CREATE, printed, writes, failed } from "../../support/stack";
import { until } from "../../support/until";
import { writtenDefaults } from "../job/writtenDefaults";

const JOB = "dispersed:index:Job";
const batch = { task: "BATCH", container: { image: "a", ports: [] }, maxTimeoutRunMs: 600_000 };

describe("a YAML program", () => {
  const outputs = "  image: ${box.container.image}\n  uuid: ${box.uuid}\n";
  const box = (...args: Parameters<typeof yamlBox>): string => yamlBox(...args) + outputs;
  const stack = usePluginStack(box(), {}, true);

  /** Takes the job out of the state, and gives its id. */
  async function giveUp(): Promise<string> {
    const { id = "", urn } = await stack.resource(JOB);
    succeeded(await stack.project.pulumi("state", "delete", "--yes", urn));
    return id;
  }

  test("is previewed with its inputs, and with nothing that is not known yet", async () => {
    const preview = printed(succeeded(await stack.project.pulumi("preview")));
    expect(preview).toMatch(/image\s*: "otoy\/dispersed-base"/);
    expect(preview).toMatch(/uuid\s*: \[unknown\]/);
    expect(stack.emulator.ledger().requests).toBe(0);
  });

  test("makes a box, which a preview and a refresh leave as it is", async () => {
    expect((await stack.up()).stdout).toContain('status: "RUNNING"');
    const { id, outputs } = await stack.resource(JOB);
    const jobs = [{ uuid: id, title: "box", status: "RUNNING" }];
    expect(stack.emulator.ledger().jobs).toMatchObject(jobs);
    expect(outputs).toMatchObject({ uuid: id, status: "RUNNING", ssh: { user: "duser" } });
    await stack.expectNoChange();
    succeeded(await stack.project.pulumi("refresh", "--yes", "--expect-no-changes"));
    expect((await stack.resource(JOB)).outputs).toEqual(outputs);
  });

  test("changes nothing by writing every default out, or by taking them away", async () => {
    stack.write(box(writtenDefaults));
    await stack.expectNoChange();
    await stack.up();
    succeeded(await stack.project.pulumi("refresh", "--yes", "--skip-preview"));
    await stack.expectNoChange();
    stack.write(box());
    await stack.expectNoChange();
    await stack.up();
  });

  test("may import its job while it writes every default out", async () => {
    const id = await giveUp();
    expect(printed(await stack.up(box(writtenDefaults, { import: id })))).toMatch(/1 imported/);
    expect((await stack.resource(JOB)).id).toBe(id);
    stack.write(box(writtenDefaults));
    await stack.expectNoChange();
    stack.write(box());
    await stack.expectNoChange();
    expect(writes(stack.emulator)).toEqual([CREATE]);
  });

  test("that is only run again notices a box that died, and says why it buys a new one", async () => {
    const { id = "" } = await stack.resource(JOB);
    await stack.emulator.endJob(id, { status: "FAILED", reason: "the node died" });
    const preview = succeeded(await stack.project.pulumi("preview"));
    expect(printed(preview)).toContain("the node died");
    const said = "and replaceOn lists that status, so it is replaced";
    expect(printed(await stack.up())).toContain(said);
    expect((await stack.resource(JOB)).id).not.toBe(id);
  });

  test("leaves nothing alive after a destroy", async () => {
    await stack.destroy();
    expect(writes(stack.emulator)).toEqual([CREATE, CREATE, CANCEL]);
    expect(stack.emulator.ledger().alive).toBe(0);
  });
});

describe("a stack with one box", () => {
  const stack = usePluginStack(yamlBox());

  test("a preview of a local setting replaces nothing that hangs on the job", async () => {
    const program = (settings: object): string =>
      yamlBox(settings).replace(
        "outputs:",
        `  other: ${JSON.stringify({
          type: "dispersed:Job",
          properties: { ...batch, triggers: { host: "${box.ssh.host}", url: "${box.nodeUrls}" } },
        })}\noutputs:`,
      );
    await stack.up(program({}));
    stack.write(
      program({ sshUser: "root", expiresAfter: "8h", replaceOn: [], waitFor: "running" }),
    );
    const preview = succeeded(await stack.project.pulumi("preview"));
    expect(printed(preview)).toMatch(/box\s+update/);
    expect(printed(preview)).toMatch(/~ 1 to update\s+2 unchanged/);
  });

  test("a job that another stack holds is not imported, and may be looked up", async () => {
    const { project, emulator } = stack;
    await stack.up();
    const { id = "" } = await stack.resource(JOB);
    succeeded(await project.pulumi("stack", "init", "other"));
    await project.configure(emulator);

    const run = await project.pulumi("import", "--yes", "--protect=false", JOB, "box", id);
    expect(failed(run)).toContain(
      `the job ${id} is held by resource box of stack project/test. Nothing was imported`,
    );
    expect((await project.exportState()).resources ?? []).not.toContainEqual(
      expect.objectContaining({ type: JOB }),
    );

    await stack.up(
      `resources:\n  box: ${JSON.stringify({ type: "dispersed:Job", get: { id } })}\n`,
    );
    expect((await stack.resource(JOB)).outputs).toMatchObject({ uuid: id, status: "RUNNING" });
    await stack.destroy();
    expect(emulator.ledger().alive).toBe(1);
  });

  test("an import of a uuid that the service does not know gets one clear line", async () => {
    const id = "3fa85f64-5717-4562-b3fc-2c963f66afa6";
    const run = await stack.project.pulumi("import", "--yes", JOB, "box", id);
    expect(failed(run)).toContain(`knows no job ${id} for this key. Check the uuid`);
    expect(printed(run)).not.toMatch(/^ +at /m);
  });

  test("after a key was rotated a plain up says which up reads the new one, and that one does", async () => {
    const { project, emulator } = stack;
    await stack.up();
    const { publicKey } = emulator;
    const secretKey = "sk_rotated_0123456789";
    emulator.rotateKey({ publicKey, secretKey });
    await project.pulumi("config", "set", "--secret", "dispersed:secretKey", secretKey);

    const plain = await project.pulumi("up", "--yes", "--skip-preview");
    expect(failed(plain)).toContain("`pulumi up --refresh --run-program`");
    succeeded(await project.pulumi("up", "--yes", "--skip-preview", "--refresh", "--run-program"));
    succeeded(await project.pulumi("up", "--yes", "--skip-preview", "--expect-no-changes"));
    expect(writes(emulator)).toEqual([CREATE]);
  });
});

describe("a box that starts late", () => {
  const stack = usePluginStack(yamlBox(), { startAfterMs: 6_000 });

  test("Ctrl-C during a wait keeps the job, and the next up goes on with it", async () => {
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

    await stack.up();
    expect((await stack.resource(JOB)).outputs).toMatchObject({ uuid: id, status: "RUNNING" });
    expect(writes(emulator)).toEqual([CREATE]);
  });
});
