// A run is killed right after it has sent a purchase, and its project is renamed: by the folder, the next
// run knows that it may be the same one, and creates no second job without a word.
import { succeeded, type Project, type Run } from "../../support/engine/project";
import { createPluginStack, yamlBox, yamlProject } from "../../support/pluginStack";
import { boxProgram, createStack, printed, type TestStack } from "../../support/stack";
import { type Finished, runDispersed } from "../../integration/cli/runDispersed";
import { killUpAfterPost } from "../interrupted/interrupt";

// A machine without the YAML host builds it first.
jest.setTimeout(600_000);

const OLD = "organization/project/test";
const NEW = "organization/renamed/test";

/** A stack of one box, with one of the adapters. */
interface BoxStack extends Pick<TestStack, "emulator" | "project" | "close"> {
  /** Writes the program, and the project's file with its name. */
  write(box?: object): void;
  /** From now on the project's file has another name. */
  renameProject(): void;
}

async function dynamicStack(): Promise<BoxStack> {
  const stack = await createStack();
  const { project } = stack;
  return {
    ...stack,
    write: (box) => project.write({ "index.js": boxProgram(box) }),
    renameProject: () => project.write({ "Pulumi.yaml": "name: renamed\nruntime: nodejs\n" }),
  };
}

async function pluginStack(): Promise<BoxStack> {
  const stack = await createPluginStack(yamlBox());
  let name = "project";
  let box: object | undefined;
  const write = (): void => {
    const text = yamlProject(yamlBox(box)).replace("name: project", `name: ${name}`);
    stack.project.write({ "Pulumi.yaml": text });
  };
  return {
    ...stack,
    write(changed) {
      box = changed;
      write();
    },
    renameProject() {
      name = "renamed";
      write();
    },
  };
}

const must = async (project: Project, ...args: readonly string[]): Promise<Run> =>
  succeeded(await project.pulumi(...args));

describe.each([
  ["the dynamic provider", dynamicStack],
  ["the native plugin", pluginStack],
])("after the project of a killed run of %s was renamed", (_name, open) => {
  let stack: BoxStack;
  let uuid: string;

  beforeEach(async () => {
    stack = await open();
    stack.write();
    uuid = await killUpAfterPost(stack);
    stack.renameProject();
    await must(stack.project, "stack", "rename", NEW, "--stack", OLD);
    await must(stack.project, "stack", "select", "test");
  });
  afterEach(() => stack.close());

  const up = (): Promise<Run> => stack.project.pulumi("up", "--yes", "--skip-preview");
  const made = (): number => stack.emulator.ledger().jobs.length;
  const alive = (): number => stack.emulator.ledger().alive;
  const sweep = (...args: readonly string[]): Promise<Finished> => {
    const { folder, env } = stack.project;
    const place = { folder, env: () => env, close: () => undefined };
    return runDispersed(place, env, ...args);
  };

  test("the next run stops before it creates a job, and adopt takes the killed run's", async () => {
    const stopped = await up();
    expect([stopped.code === 0, made()]).toEqual([false, 1]);
    const said = printed(stopped).replaceAll(/\s+/g, " ");
    expect(said).toContain(`Job ${uuid}`);
    expect(said).toContain("in stack project/test.");
    expect(said).toContain(`adopt: "${uuid}"`);
    expect(said).toContain(`dispersed sweep --project . --stack ${OLD} --cancel`);
    stack.write({ adopt: uuid });
    succeeded(await up());
    stack.write();
    succeeded(await up());
    expect([made(), alive()]).toEqual([1, 1]);
    await must(stack.project, "destroy", "--yes", "--skip-preview");
    expect([made(), alive()]).toEqual([1, 0]);
  });

  test("`dispersed orphans` lists the job, and `sweep` with the old name ends it", async () => {
    const listed = await sweep("orphans", "--project", ".");
    expect([listed.code, listed.out.includes(uuid)]).toEqual([1, true]);
    const swept = await sweep("sweep", "--project", ".", "--stack", OLD, "--cancel", "--yes");
    expect(swept.out).toContain(`${uuid}  cancelled`);
    expect([swept.code, alive()]).toEqual([0, 0]);
    succeeded(await up());
    expect([made(), alive()]).toEqual([2, 1]);
  });
});
