// `dispersed:defaults` on the real engine, in both adapters: inherited, shown, and encrypted.
import { succeeded, type Project } from "../../support/engine/project";
import { boxStacks, type BoxStack } from "../../support/boxStacks";
import { createPluginStack, yamlBox } from "../../support/pluginStack";
import { CREATE, printed, writes } from "../../support/stack";

const PASSWORD = "canary-of-the-registry";

const set = (project: Project, ...args: readonly string[]): Promise<unknown> =>
  project.pulumi("config", "set", "--path", ...args).then(succeeded);

async function setDefaults(project: Project): Promise<void> {
  await set(project, "dispersed:defaults.registry.host", "registry.example");
  await set(project, "--secret", "dispersed:defaults.registry.secret", PASSWORD);
  await set(project, "dispersed:defaults.allowedRegionCodes[0]", "us-east-1");
  await set(project, "dispersed:defaults.maxHourlyUsd", "0.5");
  await set(project, "dispersed:defaults.expiresAfter", "8h");
}

/** As an export with `--show-secrets` writes them. */
const inherited = {
  container: {
    registry: {
      host: "registry.example",
      secret: expect.objectContaining({ plaintext: JSON.stringify(PASSWORD) }) as object,
    },
  },
  allowedRegionCodes: ["us-east-1"],
  maxHourlyUsd: 0.5,
  expiresAfter: "8h",
};

describe.each(boxStacks)("the defaults, at %s,", (_name, open) => {
  let opened: BoxStack;
  beforeAll(async () => {
    opened = await open();
    await setDefaults(opened.project);
  });
  afterAll(() => opened.close());

  test("are shown in a preview, the password hidden", async () => {
    const preview = printed(succeeded(await opened.project.pulumi("preview", "--diff")));
    expect(preview).toMatch(/maxHourlyUsd\s*: 0\.5/);
    expect(preview).toMatch(/expiresAfter\s*: "8h"/);
    expect(preview).toMatch(/secret\s*: \[secret\]/);
    expect(preview).not.toContain(PASSWORD);
  });

  test("are inputs and outputs of the job, and reach the service", async () => {
    succeeded(await opened.project.pulumi("up", "--yes", "--skip-preview"));
    const { inputs, outputs } = await opened.box();
    expect(inputs).toMatchObject(inherited);
    expect(outputs).toMatchObject(inherited);
  });

  test("leave no password in clear in the state", async () => {
    expect(JSON.stringify(await opened.project.exportState())).not.toContain(PASSWORD);
  });

  test("are no change as long as they stay the same", async () => {
    succeeded(await opened.project.pulumi("preview", "--expect-no-changes"));
  });

  test("are not asked for by a refresh and a destroy, however wrong they are by then", async () => {
    const { project, emulator } = opened;
    await set(project, "dispersed:defaults.maxHourlyUsd", "cheap");
    const preview = await project.pulumi("preview");
    expect(printed(preview)).toContain("maxHourlyUsd must be a number of US dollars");
    succeeded(await project.pulumi("refresh", "--yes"));
    succeeded(await project.pulumi("destroy", "--yes", "--skip-preview"));
    expect(emulator.ledger().alive).toBe(0);
  });
});

test("a job that is imported under defaults inherits them, and is no change", async () => {
  const stack = await createPluginStack(yamlBox());
  try {
    const { project, emulator } = stack;
    await setDefaults(project);
    await stack.up();
    const { id = "", urn } = await stack.resource("dispersed:index:Job");
    succeeded(await project.pulumi("state", "delete", "--yes", urn));

    const type = "dispersed:index:Job";
    succeeded(await project.pulumi("import", "--yes", "--protect=false", type, "box", id));
    expect((await stack.resource(type)).inputs).toMatchObject({ maxHourlyUsd: 0.5 });
    await stack.expectNoChange();
    expect(writes(emulator)).toEqual([CREATE]);
  } finally {
    await stack.close();
  }
});
