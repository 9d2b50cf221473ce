// `npm run bench`: figures of this machine, now. `--quick` takes few samples, and `--json` ends with
// one line for a program. So far only how a plugin starts.
import { rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { build } from "esbuild";

import { type Door, doors, type Figure, figureOf, line } from "./figures";
import { type Start, startOnce } from "./startUp";

const root = dirname(__dirname);
const floorPlugin = join(root, ".tmp", "floorPlugin.cjs");
const scripts: Readonly<Record<Door, string>> = {
  floor: floorPlugin,
  dynamic: join(root, "node_modules/@pulumi/pulumi/cmd/dynamic-provider/index.js"),
  native: join(root, "bin/pulumi-resource-dispersed"),
};

async function startFigures(repetitions: number): Promise<readonly Figure[]> {
  // Bundled as the plugin is, so that the difference is what it does.
  await build({
    entryPoints: [join(__dirname, "floorPlugin.ts")],
    outfile: floorPlugin,
    bundle: true,
    minifySyntax: true,
    minifyWhitespace: true,
    platform: "node",
    target: "node20.18",
    logLevel: "warning",
  });
  const starts: Record<Door, Start[]> = { floor: [], dynamic: [], native: [] };
  // The first round warms the disk's cache. In turns, so that a busy minute meets all of them.
  for (let round = 0; round <= repetitions; round += 1) {
    for (const door of doors) {
      const start = await startOnce(scripts[door]);
      if (round > 0) starts[door].push(start);
    }
  }
  rmSync(floorPlugin);
  const samples = (of: keyof Start): Record<Door, number[]> => ({
    floor: starts.floor.map((start) => start[of]),
    dynamic: starts.dynamic.map((start) => start[of]),
    native: starts.native.map((start) => start[of]),
  });
  return [
    figureOf("start to first answer", "ms", samples("ms")),
    figureOf("processor time to first answer", "ms", samples("cpuMs")),
    figureOf("memory at first answer", "MiB", samples("mib")),
  ];
}

async function main(args: readonly string[]): Promise<void> {
  const figures = await startFigures(args.includes("--quick") ? 7 : 25);
  for (const figure of figures) console.log(line(figure));
  if (args.includes("--json")) console.log(JSON.stringify({ ok: true, figures }));
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  if (process.argv.includes("--json")) console.log(JSON.stringify({ ok: false, figures: [] }));
  process.exitCode = 1;
});
