// `npx tsx scripts/recordStates.ts`: records the states of this version, which every later one must
// be able to work with. Says no when they are recorded already; they are never to change.
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { format, resolveConfig } from "prettier";

import { version } from "../package.json";
import { stateCases } from "./states/cases";
import { folderOf } from "./states/readFixtures";
import { recordState } from "./states/recordState";

const folder = folderOf(version);

async function main(): Promise<void> {
  mkdirSync(folder, { recursive: true });
  for (const stateCase of stateCases) {
    const file = join(folder, `${stateCase.name}.json`);
    if (existsSync(file)) {
      console.log(`${stateCase.name}: recorded before, left as it is`);
      continue;
    }
    const text = JSON.stringify(await recordState(stateCase), null, 2);
    const config = await resolveConfig(file);
    writeFileSync(file, await format(text, { ...config, parser: "json" }));
    console.log(`${stateCase.name}: recorded`);
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});
