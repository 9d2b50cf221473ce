// Update plans: what `preview --save-plan` says is what `up --plan` may do. On the real engine.
import { succeeded } from "../../../scripts/engine/project";
import { createPluginStack, yamlBox } from "../plugin/pluginStack";
import { boxProgram, CANCEL, CREATE, createStack, writes } from "./stack";

/** A stack that is planned, and then updated as planned. */
interface Planned {
  readonly emulator: Parameters<typeof writes>[0];
  readonly change: (args?: object) => void;
  readonly up: (...flags: readonly string[]) => Promise<void>;
  readonly close: () => Promise<void>;
}

const providers: Record<string, () => Promise<Planned>> = {
  async "the dynamic provider"() {
    const { emulator, project, close } = await createStack();
    const change = (args = {}): void => project.write({ "index.js": boxProgram(args) });
    return { emulator, change, up: planner(project), close };
  },
  async "the plugin"() {
    const { emulator, project, write, close } = await createPluginStack(yamlBox());
    const change = (args = {}): void => write(yamlBox(args));
    return { emulator, change, up: planner(project), close };
  },
};

function planner({
  pulumi,
}: Pick<Awaited<ReturnType<typeof createStack>>["project"], "pulumi">): Planned["up"] {
  return async (...flags) => {
    succeeded(await pulumi("preview", "--save-plan", "plan.json", ...flags));
    succeeded(await pulumi("up", "--yes", "--skip-preview", "--plan", "plan.json", ...flags));
  };
}

test.each(Object.keys(providers))(
  "a plan holds for a new job, an update and a replacement: %s",
  async (name) => {
    const stack = await providers[name]?.();
    if (stack === undefined) throw new Error("there is no such provider");
    const { emulator, change, up, close } = stack;
    try {
      change();
      await up();
      change({ sshUser: "root" });
      await up();
      change({ sshUser: "root", gpuCount: 2 });
      await up();
      const [first, second] = emulator.ledger().jobs;
      expect(writes(emulator)).toEqual([CREATE, CANCEL, CREATE]);
      expect(generationIn(first)).not.toBe(generationIn(second));
    } finally {
      await close();
    }
  },
);

function generationIn(job: { readonly description?: string | null } | undefined): string {
  const generation = job?.description?.split(".").at(-2);
  if (generation === undefined) throw new Error("the job has no marker");
  return generation;
}
