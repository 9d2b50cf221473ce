import { join } from "node:path";
import type { Group } from "./groups";

/** Mutates the files of one group; returns the file that Stryker's report is in. */
export async function runStryker(folder: string, group: Group): Promise<string> {
  const fileName = join(folder, `${group.name}.json`);
  // Stryker is an ES module, and not needed by anybody else.
  const { Stryker } = await import("@stryker-mutator/core");
  await new Stryker({
    mutate: [...group.files],
    unitTests: [...group.tests],
    jsonReporter: { fileName },
  }).runMutationTest();
  return fileName;
}
