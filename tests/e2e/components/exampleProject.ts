// An example as a user has it: a copy of its files.
import { readFileSync } from "node:fs";
import { join } from "node:path";

import type { Emulator } from "../../../emulator";
import { createProject, type Project, succeeded } from "../../support/engine/project";

const examples = join(__dirname, "..", "..", "..", "examples");
const libraries = ["@pulumi/pulumi", "pulumi-dispersed", "typescript", "@types/node"];

/** What one example has that others have not. */
export interface ExampleParts {
  /** Its sources; `index.ts` by default. */
  readonly sources?: readonly string[];
  /** What it depends on besides. */
  readonly dependencies?: readonly string[];
  /** Variables for every command. */
  readonly env?: Readonly<Record<string, string>>;
}

/** The variables by which a pipeline names the account. */
export function accountOf({ url, publicKey, secretKey }: Emulator): Record<string, string> {
  return {
    DISPERSED_API_BASE_URL: url,
    DISPERSED_PUBLIC_KEY: publicKey,
    DISPERSED_SECRET_KEY: secretKey,
  };
}

/** Makes a project of an example, with the stack "test" and nothing configured. */
export function createExample(
  example: string,
  { sources = ["index.ts"], dependencies = [], env = {} }: ExampleParts = {},
): Promise<Project> {
  const files = ["Pulumi.yaml", "package.json", "tsconfig.json", ...sources];
  return createProject({
    files: Object.fromEntries(
      files.map((file) => [file, readFileSync(join(examples, example, file), "utf8")]),
    ),
    dependencies: [...libraries, ...dependencies],
    env,
  });
}

/** Configures the keys of an emulator, and settings as the README of an example asks for them. */
export async function configureExample(
  project: Project,
  emulator: Emulator,
  settings: readonly (readonly string[])[] = [],
): Promise<void> {
  await project.configure(emulator);
  for (const setting of settings) succeeded(await project.pulumi("config", "set", ...setting));
}

/** The outputs of the selected stack, secrets hidden. */
export async function outputsOf(project: Project): Promise<Readonly<Record<string, unknown>>> {
  const { stdout } = succeeded(await project.pulumi("stack", "output", "--json"));
  return JSON.parse(stdout) as Record<string, unknown>;
}
