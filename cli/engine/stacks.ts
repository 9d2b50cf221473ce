// What the engine knows of stacks: their names, their states, and the backend that keeps them.
import * as z from "zod";

import { parseJson } from "../../provider/api/json";
import { commandName, EngineError, runPulumi } from "./runPulumi";

/** A stack of the backend. */
export interface ListedStack {
  /** `organization/project/stack`; backends from before Pulumi 3.61 may have the last part alone. */
  readonly name: string;
  /** Whether a run is changing it. Only Pulumi Cloud says so. */
  readonly isUpdating: boolean;
}

const stackList = z.array(
  z
    .object({ name: z.string(), updateInProgress: z.boolean().nullish() })
    .transform(({ name, updateInProgress }): ListedStack => ({
      name,
      isUpdating: updateInProgress === true,
    })),
);

/** Where stacks are kept, and who asks. */
export interface Backend {
  readonly url: string;
  readonly user: string;
  /** Organizations of the user; `undefined` where the backend has none. */
  readonly organizations?: readonly string[] | undefined;
}

const backend = z.object({
  url: z.string(),
  user: z.string(),
  organizations: z.array(z.string()).optional(),
});

/**
 * Lists the stacks of the project in a folder.
 *
 * @throws EngineError when the engine gives no answer.
 */
export function listStacks(folder: string): Promise<readonly ListedStack[]> {
  return ask(["stack", "ls", "--json", "--fully-qualify-stack-names"], folder, stackList);
}

/**
 * Lists all stacks of the backend that a folder uses.
 *
 * @throws EngineError when the engine gives no answer.
 */
export function listAllStacks(folder: string): Promise<readonly ListedStack[]> {
  return ask(["stack", "ls", "--all", "--json", "--fully-qualify-stack-names"], folder, stackList);
}

/**
 * Reads which backend a folder uses.
 *
 * @throws EngineError when the engine gives no answer.
 */
export function readBackend(folder: string): Promise<Backend> {
  return ask(["whoami", "--json"], folder, backend);
}

/**
 * Reads the state of a stack. Secrets in it stay encrypted, so no passphrase is needed.
 *
 * @throws EngineError when the engine gives no answer.
 */
export function exportStack(folder: string, name: string): Promise<string> {
  return runPulumi(["stack", "export", "--stack", name], { folder });
}

async function ask<T>(args: readonly string[], folder: string, shape: z.ZodType<T>): Promise<T> {
  const answer = shape.safeParse(parseJson(await runPulumi(args, { folder })));
  if (answer.success) return answer.data;
  throw new EngineError(
    "unreadable",
    `${commandName(args)} in ${folder} gave an answer that this version cannot read`,
  );
}
