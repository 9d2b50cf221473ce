// A stack whose program is YAML and whose provider is the plugin, with an emulator behind it.
import { dirname, join } from "node:path";

import { startEmulator, type Emulator, type EmulatorOptions } from "../../emulator";
import { ensureEngine } from "../../scripts/engine/ensureEngine";
import { ensureYamlHost } from "../../scripts/engine/ensureYamlHost";
import {
  createProject,
  type Project,
  type ResourceState,
  type Run,
  succeeded,
} from "./engine/project";
import { duringTests } from "./duringTests";
import { quick } from "./stack";

// A machine without the YAML host builds it first.
jest.setTimeout(600_000);

const repository = dirname(dirname(__dirname));

/** The folder that holds the plugin. */
export const pluginFolder = join(repository, "bin");

/** A YAML stack. */
export interface PluginStack {
  readonly emulator: Emulator;
  readonly project: Project;
  /** Replaces the program. */
  write(program: string): void;
  /** Runs `pulumi up`, of another program where one is given; it has to succeed. */
  up(program?: string): Promise<Run>;
  /** Runs a preview that finds nothing to change. */
  expectNoChange(): Promise<void>;
  /** Runs `pulumi destroy`, which has to succeed. */
  destroy(): Promise<Run>;
  /** The one resource of this type in the state. */
  resource(type: string): Promise<ResourceState>;
  close(): Promise<void>;
}

/** How a project finds the plugin. */
export const plugins = `plugins:
  providers:
    - name: dispersed
      path: ${pluginFolder}
`;

/** The whole Pulumi.yaml of a YAML program. */
export function yamlProject(program: string): string {
  return `name: project\nruntime: yaml\n${plugins}${program}`;
}

/** A program with one Job called `box`. */
export function yamlBox(properties: object = {}, options: object = {}): string {
  const box = {
    type: "dispersed:Job",
    properties: {
      task: "PERSISTENT",
      container: { image: "otoy/dispersed-base", ports: [22, 8080] },
      gpuCount: 1,
      ...properties,
    },
    options,
  };
  // JSON is YAML.
  return `resources:\n  box: ${JSON.stringify(box)}\noutputs:\n  status: \${box.status}\n`;
}

/** A stack of its own for each test of the enclosing block, or `once` for all of them. */
export function usePluginStack(
  program: string,
  options: EmulatorOptions = {},
  once = false,
): PluginStack {
  return duringTests(() => createPluginStack(program, options), once);
}

/** Makes a stack with the emulator's keys in its configuration. */
export async function createPluginStack(
  program: string,
  options: EmulatorOptions = {},
): Promise<PluginStack> {
  const host = await ensureYamlHost(await ensureEngine());
  const emulator = await startEmulator({ ...quick, ...options });
  const project = await createProject({
    files: { "Pulumi.yaml": yamlProject(program) },
    env: { PATH: `${host}:${process.env["PATH"] ?? ""}` },
  });
  await project.configure(emulator);
  const write = (changed: string): void => project.write({ "Pulumi.yaml": yamlProject(changed) });
  const run = async (...args: readonly string[]): Promise<Run> =>
    succeeded(await project.pulumi(...args));
  return {
    emulator,
    project,
    write,
    up(changed) {
      if (changed !== undefined) write(changed);
      return run("up", "--yes", "--skip-preview");
    },
    async expectNoChange() {
      await run("preview", "--expect-no-changes");
    },
    destroy: () => run("destroy", "--yes", "--skip-preview"),
    async resource(type) {
      const { resources = [] } = await project.exportState("--show-secrets");
      const found = resources.filter((resource) => resource.type === type);
      if (found.length !== 1 || found[0] === undefined) {
        throw new Error(`the state has ${found.length} of ${type}`);
      }
      return found[0];
    },
    async close() {
      project.close();
      await emulator.close();
    },
  };
}
