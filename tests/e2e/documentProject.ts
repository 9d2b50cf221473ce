// A project in which the documents are tried: an emulator, the packages that they name, and a shell.
import { spawn } from "node:child_process";

import { startEmulator, type Emulator } from "../../emulator";
import { createProject, type Project } from "../support/engine/project";
import { blocksOf } from "../unit/documents/pages";

/** The keys that the documents show. */
export const keys = { publicKey: "pk_your_public_key", secretKey: "sk_your_secret_key" };

/** The code of a page's block. */
export function block(name: string, file = "README.md"): string {
  const found = blocksOf(file).find((candidate) => candidate.name === name);
  if (found === undefined) throw new Error(`${file} has no block "${name}"`);
  return found.code;
}

/** As in Pulumi's own template for TypeScript. */
const compilerOptions = {
  strict: true,
  target: "es2020",
  module: "commonjs",
  moduleResolution: "node",
};

const libraries = ["@pulumi/pulumi", "pulumi-dispersed", "typescript", "@types/node"];

/** Starts an emulator with the documents' keys, and a project with a program beside it. */
export async function startDocumentProject(
  program: string,
  more: readonly string[] = [],
): Promise<{ readonly emulator: Emulator; readonly project: Project }> {
  const emulator = await startEmulator({ keys: [keys], assignAfterMs: 20, startAfterMs: 20 });
  const project = await createProject({
    files: {
      "index.ts": program,
      "tsconfig.json": JSON.stringify({ compilerOptions }),
      "package.json": '{ "name": "project", "private": true, "main": "index.ts" }',
    },
    dependencies: [...libraries, ...more],
    env: { DISPERSED_API_BASE_URL: emulator.url },
  });
  return { emulator, project };
}

/** How a script ended, and all that it printed. */
export interface ShellRun {
  readonly code: number | null;
  readonly output: string;
}

/** Runs a script as a person's shell would, up to its first failure. */
export function runShell(
  script: string,
  { cwd, env }: { readonly cwd: string; readonly env: NodeJS.ProcessEnv },
): Promise<ShellRun> {
  const child = spawn("sh", ["-e", "-c", script], {
    cwd,
    env: { ...env, PULUMI_NON_INTERACTIVE: "true" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => (output += text));
  }
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, output }));
  });
}
