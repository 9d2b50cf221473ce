// Update plans: what `preview --save-plan` says is what `up --plan` may do. On the real engine.
import { succeeded, type Project } from "../../support/engine/project";
import { createPluginStack, yamlBox } from "../../support/pluginStack";
import {
  boxProgram,
  CANCEL,
  CREATE,
  createStack,
  type TestStack,
  writes,
} from "../../support/stack";

/** A stack, and how its one box is written. */
interface Planned {
  readonly stack: Pick<TestStack, "emulator" | "project"> & { close(): Promise<void> };
  readonly change: (args: object) => void;
}

const providers: Readonly<Record<string, () => Promise<Planned>>> = {
  async "the dynamic provider"() {
    const stack = await createStack();
    const change = (args: object): void => stack.project.write({ "index.js": boxProgram(args) });
    return { stack, change };
  },
  async "the plugin"() {
    const stack = await createPluginStack(yamlBox());
    return { stack, change: (args) => stack.write(yamlBox(args)) };
  },
};

async function upAsPlanned(project: Project): Promise<void> {
  succeeded(await project.pulumi("preview", "--save-plan", "plan.json"));
  succeeded(await project.pulumi("up", "--yes", "--skip-preview", "--plan", "plan.json"));
}

let close: (() => Promise<void>) | undefined;

afterEach(() => close?.());

test.each(Object.entries(providers))(
  "a plan holds for a new job, an update and a replacement: %s",
  async (_name, open) => {
    const { stack, change } = await open();
    close = () => stack.close();
    for (const args of [{}, { sshUser: "root" }, { sshUser: "root", gpuCount: 2 }]) {
      change(args);
      await upAsPlanned(stack.project);
    }
    const generations = stack.emulator.ledger().jobs.map(({ description }) => {
      return description?.split(".").at(-2);
    });
    expect(writes(stack.emulator)).toEqual([CREATE, CANCEL, CREATE]);
    expect(new Set(generations).size).toBe(2);
  },
);
