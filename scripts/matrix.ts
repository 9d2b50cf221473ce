// `npm run test:matrix`: the unit tests on other releases of Node.js (`-- 22 24`), with `--all` every
// level of test. A release that fails does not keep the others from being tried.
import path from "node:path";

import { ensureEngine } from "./engine/ensureEngine";
import { installNode } from "./matrix/nodeRelease";
import { RELEASES } from "./matrix/releases";
import { runStage } from "./test/runStage";
import { stages, type Stage } from "./test/stages";
import { summarize, type StageResult } from "./test/summarize";

const root = path.dirname(__dirname);

async function main(args: readonly string[]): Promise<boolean> {
  const named = args.filter((arg) => !arg.startsWith("--"));
  const unknown = args.filter((arg) => arg.startsWith("--") && arg !== "--all");
  if (unknown.length > 0) throw new Error(`The only option is --all, not ${unknown.join(" ")}.`);
  const levels = stages.filter(
    ({ kind, name }) => kind === "jest" && (name === "unit" || args.includes("--all")),
  );
  const results: StageResult[] = [];
  for (const release of named.length > 0 ? named : RELEASES) {
    results.push(...(await tryRelease(release, levels)));
  }
  console.log(`\n${summarize(results).join("\n")}`);
  return results.every(({ failed }) => failed === 0);
}

async function tryRelease(release: string, levels: readonly Stage[]): Promise<StageResult[]> {
  const node = await installNode(release, path.join(root, ".tmp", "node", release)).catch(
    (error: unknown) => {
      console.error(error instanceof Error ? error.message : error);
      return undefined;
    },
  );
  if (node === undefined) {
    return [{ name: `${release} could not be installed`, ms: 0, ...oneFailure }];
  }
  const results: StageResult[] = [];
  for (const level of levels) {
    const name = `${node.version} ${level.name}`;
    console.log(`\n== ${name}`);
    const startedAt = performance.now();
    const counts = await runStage(level, { root, env: node.env, ensureEngine });
    results.push({ ...counts, name, ms: performance.now() - startedAt });
  }
  return results;
}

const oneFailure = { passed: 0, failed: 1, skipped: [] };

main(process.argv.slice(2)).then(
  (isGood) => (process.exitCode = isGood ? 0 : 1),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  },
);
