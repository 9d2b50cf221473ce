// The same job as a resource of either provider, in a program of Node.js: what the engine does to both is compared.
import { boxArgs, programOf, type TestStack } from "./stack";
import { plugins } from "./pluginStack";

export const PROVIDERS = ["dynamic provider", "plugin"] as const;
export type ProviderName = (typeof PROVIDERS)[number];

/** The type of a Job in the state. */
export const jobTypes: Readonly<Record<ProviderName, string>> = {
  "dynamic provider": "pulumi-nodejs:dynamic/dispersed:Job",
  plugin: "dispersed:index:Job",
};

/** Source of the class of a Job, whose arguments are its name, inputs and options. */
export function jobClass(provider: ProviderName): string {
  if (provider === "dynamic provider") return "dispersed.Job";
  return `class extends pulumi.CustomResource {
    constructor(name, args, opts) {
      super("dispersed:index:Job", name, { ...args, uuid: undefined, status: undefined }, opts);
    }
  }`;
}

/** A program with one Job called "box". `opts` is source text, in which what `before` declares is known. */
export function boxOf(provider: ProviderName, args: object = {}, opts = "{}", before = ""): string {
  return programOf(
    `${before}
     const Job = ${jobClass(provider)};
     const box = new Job("box", ${JSON.stringify({ ...boxArgs, ...args })}, ${opts});
     exports.status = box.status;
     exports.uuid = box.uuid;`,
  );
}

/** Lets the project of a stack find the plugin. */
export function withPlugin({ project }: TestStack): void {
  project.write({ "Pulumi.yaml": `name: project\nruntime: nodejs\n${plugins}` });
}
