// The settings of a project's stack, as the engine reads them.
import * as z from "zod";

import { parseJson } from "../../provider/api/json";
import { EngineError, runPulumi } from "./runPulumi";

const configuration = z.record(z.string(), z.object({ value: z.string().optional() }));

/**
 * Reads the configuration of a stack, secrets too.
 *
 * @param folder of the project.
 * @param stack the selected one when left out.
 * @throws EngineError when there is no such stack, or its secrets cannot be decrypted.
 */
export async function readConfiguration(
  folder: string,
  stack: string | undefined,
): Promise<ReadonlyMap<string, string>> {
  const which = stack === undefined ? [] : ["--stack", stack];
  const args = ["config", "--json", "--show-secrets", ...which];
  const answer = configuration.safeParse(parseJson(await runPulumi(args, { folder })));
  if (!answer.success) {
    throw new EngineError(
      "unreadable",
      `\`pulumi config\` in ${folder} gave an answer that this version cannot read`,
    );
  }
  return new Map(
    Object.entries(answer.data).flatMap(([key, { value }]) =>
      value === undefined ? [] : [[key, value] as const],
    ),
  );
}
