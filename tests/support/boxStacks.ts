// One box in a stack of each adapter, for what both must do alike.
import type { Emulator } from "../../emulator";
import type { Project, ResourceState, Run } from "./engine/project";
import { createPluginStack, yamlBox } from "./pluginStack";
import { boxProgram, createStack } from "./stack";

/** A stack with one box, written with no more than it needs at first. */
export interface BoxStack {
  readonly emulator: Emulator;
  readonly project: Project;
  /** Writes the box with these inputs besides and runs `pulumi up`, with any exit code. */
  up(args?: object, ...flags: readonly string[]): Promise<Run>;
  /** The box in the state, with its secrets. */
  box(): Promise<ResourceState>;
  destroy(): Promise<Run>;
  close(): Promise<void>;
}

interface Opened extends Pick<BoxStack, "emulator" | "project" | "box" | "close"> {
  readonly write: (args?: object) => void;
}

/** A stack of a program that the dynamic provider works for, and of a YAML program. */
export const boxStacks = [
  ["the dynamic provider", () => opened(dynamicStack())],
  ["the plugin", () => opened(pluginStack())],
] as const;

async function opened(stack: Promise<Opened>): Promise<BoxStack> {
  const { project, write, ...others } = await stack;
  write();
  const pulumi = (...args: readonly string[]): Promise<Run> => project.pulumi(...args);
  return {
    ...others,
    project,
    up(args, ...flags) {
      write(args);
      return pulumi("up", "--yes", "--skip-preview", ...flags);
    },
    destroy: () => pulumi("destroy", "--yes", "--skip-preview"),
  };
}

async function dynamicStack(): Promise<Opened> {
  const stack = await createStack();
  const write = (args?: object): void => stack.project.write({ "index.js": boxProgram(args) });
  return { ...stack, write, box: () => stack.job() };
}

async function pluginStack(): Promise<Opened> {
  const stack = await createPluginStack(yamlBox());
  const write = (args?: object): void => stack.write(yamlBox(args));
  return { ...stack, write, box: () => stack.resource("dispersed:index:Job") };
}
