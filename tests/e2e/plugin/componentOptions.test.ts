// Options and inputs of components in YAML programs.
import { usePluginStack } from "../../support/pluginStack";
import { CREATE, failed, printed, writes } from "../../support/stack";
import { succeeded } from "../../support/engine/project";
import { descendants, isRunning } from "../../support/engine/processes";
import { until } from "../../support/until";

const run = { container: { image: "a", ports: [] }, maxTimeoutRunMs: 600_000 };
const fleet = {
  count: 2,
  job: { task: "PERSISTENT", container: { image: "b", ports: [8080] } },
  waitFor: "running",
};

/** A resource of a YAML program. */
const resource = (type: string, properties: object, options: object = {}): object => ({
  type: `dispersed:${type}`,
  properties,
  options,
});

const devBox = (properties: object = {}, options: object = {}): object =>
  resource("DevBox", { waitFor: "running", ...properties }, options);

function program(resources: object, outputs: object = {}): string {
  return `resources: ${JSON.stringify(resources)}\noutputs: ${JSON.stringify(outputs)}\n`;
}

describe("components in YAML", () => {
  const stack = usePluginStack(program({}), { runForMs: 50 });

  /** A resource of the state, by type and name. */
  async function stateOf(type: string, name: string): Promise<Readonly<Record<string, unknown>>> {
    const { resources = [] } = await stack.project.exportState();
    const found = resources.find(({ urn }) => urn.endsWith(`dispersed:index:${type}::${name}`));
    if (found === undefined) throw new Error(`there is no ${type} ${name} in the state`);
    return { ...found };
  }

  test("a run waits for its end, and a fleet for its jobs; a larger count buys the difference", async () => {
    const programOf = (count: number): string =>
      program(
        { run: resource("BatchRun", run), fleet: resource("JobFleet", { ...fleet, count }) },
        { outcome: "${run.outcome}", log: "${run.logsTail}", ready: "${fleet.ready}" },
      );
    const { stdout } = await stack.up(programOf(2));
    expect(stdout).toContain('outcome: "completed"');
    expect(stdout).toMatch(/log\s*: \[secret\]/);
    expect(stdout).toMatch(/fleet-0"[\s\S]*fleet-1"/);
    await stack.expectNoChange();
    await stack.up(programOf(3));
    expect(writes(stack.emulator)).toEqual([CREATE, CREATE, CREATE, CREATE]);
    await stack.destroy();
    expect(stack.emulator.ledger().alive).toBe(0);
  });

  test("inputs that another resource has yet to tell are previewed, and reach the job", async () => {
    await stack.up(program({ key: { type: "dispersed:SshKey" } }));
    const both = program({
      key: { type: "dispersed:SshKey" },
      first: devBox({ title: "${key.fingerprint}", sshPublicKey: "${key.publicKey}" }),
      second: devBox({ description: "${first.uuid}" }, { dependsOn: ["${first}"] }),
    });
    stack.write(both);
    succeeded(await stack.project.pulumi("preview"));
    expect(writes(stack.emulator)).toEqual([]);
    await stack.up();
    await stack.expectNoChange();
    const [first, second] = stack.emulator.ledger().jobs;
    expect(first?.title).toMatch(/^SHA256:/);
    expect(second?.title).toBe("second");
    await stack.destroy();
  });

  test("options reach the jobs inside", async () => {
    const { url: baseUrl, publicKey, secretKey } = stack.emulator;
    const account = { baseUrl, publicKey, secretKey };
    await stack.up(
      program({
        account: { type: "pulumi:providers:dispersed", properties: account },
        box: devBox(
          {},
          { protect: true, customTimeouts: { create: "3m" }, provider: "${account}" },
        ),
        gone: devBox({}, { deletedWith: "${box}", retainOnDelete: true }),
      }),
    );
    expect(await stateOf("Job", "box")).toMatchObject({
      protect: true,
      customTimeouts: { create: 180 },
      provider: expect.stringContaining("pulumi:providers:dispersed::account::") as unknown,
    });
    expect(await stateOf("Job", "gone")).toMatchObject({
      deletedWith: expect.stringMatching(/dispersed:index:DevBox::box$/) as unknown,
      retainOnDelete: true,
    });
  });

  test("a box with another name and its old one as alias stays the same job", async () => {
    await stack.up(program({ box: devBox() }));
    const renamed = (alias: unknown): string =>
      program({ other: devBox({ title: "box" }, { aliases: [alias] }) });
    stack.write(renamed({ name: "box" }));
    const preview = printed(succeeded(await stack.project.pulumi("preview")));
    expect(preview).not.toMatch(/to (create|delete|replace)/);
    await stack.up();
    expect(writes(stack.emulator)).toEqual([CREATE]);
    await stack.destroy();
    expect(stack.emulator.ledger().alive).toBe(0);
  });

  // What the types of the schema rule out YAML refuses by itself; unit/resources/components has those.
  test.each<[string, object, RegExp]>([
    ["an input out of range", devBox({ ports: [99999] }), /box: ports\[0\] must be/],
    [
      "two keys",
      devBox({ sshPublicKey: "canary", sshPublicKeyFile: "canary" }),
      /a DevBox takes sshPublicKey or sshPublicKeyFile, not both/,
    ],
    [
      "an input within a fleet's job",
      resource("JobFleet", { ...fleet, job: { ...fleet.job, container: { image: "" } } }),
      /box: job\.container\.image must not be empty/,
    ],
  ])("names the path of %s, and registers nothing of it", async (_, box, words) => {
    stack.write(program({ box }));
    const said = failed(await stack.project.pulumi("up", "--yes", "--skip-preview"));
    expect(said).toMatch(words);
    expect(said).not.toMatch(/canary|^ +at /m);
    const { resources = [] } = await stack.project.exportState();
    expect(resources.filter(({ type }) => /Job|SshKey/.test(type))).toEqual([]);
    expect(writes(stack.emulator)).toEqual([]);
  });

  test("a child that is refused fails its own box in one line, and the plugin goes on", async () => {
    const gpu = { gpuName: "canary", gpuRegistryUuid: "3fa85f64-5717-4562-b3fc-2c963f66afa6" };
    stack.write(program({ bad: devBox(gpu), good: devBox() }));
    const said = failed(await stack.project.pulumi("up", "--yes", "--skip-preview"));
    expect(said).toContain("gpuRegistryUuid cannot be set together with gpuName");
    expect(said).not.toMatch(/canary|exited prematurely|always.* a bug|^ +at /m);
    await stack.up(program({ good: devBox() }));
    expect(stack.emulator.ledger().alive).toBe(1);
  });
});

describe("a box that starts late", () => {
  const stack = usePluginStack(program({ box: devBox() }), { startAfterMs: 6_000 });

  test("Ctrl-C during its wait keeps the job, and the next up goes on with it", async () => {
    const { project, emulator } = stack;
    const { child, ended } = project.start("up", "--yes", "--skip-preview");
    await until(() => emulator.requests().some(({ path }) => path === "/v1/job-runs"));
    child.kill("SIGINT");
    expect((await ended).code).not.toBe(0);
    await stack.up();
    expect(writes(emulator)).toEqual([CREATE]);
    await stack.destroy();
    expect(emulator.ledger().alive).toBe(0);
  });

  test("the plugin ends with an engine that is killed, and the next up takes its job up", async () => {
    const { project, emulator } = stack;
    const { child, ended } = project.start("up", "--yes", "--skip-preview");
    await until(() => emulator.requests().some(({ path }) => path === "/v1/job-runs"));
    const plugins = descendants(child.pid ?? 0, /pulumi-resource-dispersed/);
    expect(plugins.length).toBeGreaterThan(0);
    child.kill("SIGKILL");
    await ended;
    await until(() => !plugins.some(isRunning));
    succeeded(await project.pulumi("cancel", "--yes"));
    await stack.up();
    expect(writes(emulator)).toEqual([CREATE]);
    await stack.destroy();
    expect(emulator.ledger().alive).toBe(0);
  });
});
