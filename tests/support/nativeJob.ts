// The same job as a resource of either provider, in a program of Node.js: what the engine does to both is compared.
import { boxArgs, boxProgram, programOf, type TestStack } from "./stack";
import { plugins } from "./pluginStack";

export const PROVIDERS = ["dynamic provider", "plugin"] as const;
export type ProviderName = (typeof PROVIDERS)[number];

/** The type of a Job in the state. */
export const jobTypes: Readonly<Record<ProviderName, string>> = {
  "dynamic provider": "pulumi-nodejs:dynamic/dispersed:Job",
  plugin: "dispersed:index:Job",
};

/** A program with one Job called "box". `opts` is source text, in which what `before` declares is known. */
export function boxOf(provider: ProviderName, args: object = {}, opts = "{}", before = ""): string {
  if (provider === "dynamic provider") return `${before}\n${boxProgram(args, opts)}`;
  const inputs = JSON.stringify({ ...boxArgs, ...args });
  return programOf(
    `${before}
     const box = new (class extends pulumi.CustomResource {
       constructor() {
         super("dispersed:index:Job", "box", { ...${inputs}, uuid: undefined, status: undefined }, ${opts});
       }
     })();
     exports.uuid = box.uuid;
     exports.status = box.status;`,
  );
}

/** Lets the project of a stack find the plugin. */
export function withPlugin({ project }: TestStack): void {
  project.write({ "Pulumi.yaml": `name: project\nruntime: nodejs\n${plugins}` });
}
