// How a provider's process starts.
import { rmSync } from "node:fs";
import { join } from "node:path";

import { build } from "esbuild";

import { figureOf, type Figure, type Samples } from "../figures";
import { loadOnce } from "./loadOnce";
import { startOnce, type Start } from "./startUp";

const root = join(__dirname, "..", "..");
const host = join(root, "dist/provider/pulumi/dynamic/provider.js");
const baselinePlugin = join(root, ".tmp", "baselinePlugin.cjs");
// A hand-written provider starts as any dynamic one does.
const scripts = {
  baseline: baselinePlugin,
  dynamic: join(root, "node_modules/@pulumi/pulumi/cmd/dynamic-provider/index.js"),
  native: join(root, "bin/pulumi-resource-dispersed"),
};
type Starting = keyof typeof scripts;
const starting = Object.keys(scripts) as Starting[];

/** Starts each process so many times. */
export async function startFigures(repetitions: number): Promise<Figure[]> {
  // Bundled as the plugin is, so that the difference is what it does.
  await build({
    entryPoints: [join(__dirname, "baselinePlugin.ts")],
    outfile: baselinePlugin,
    bundle: true,
    minifySyntax: true,
    minifyWhitespace: true,
    platform: "node",
    target: "node20.18",
    logLevel: "warning",
  });
  const starts: Record<Starting, Start[]> = { baseline: [], dynamic: [], native: [] };
  const loads: number[] = [];
  // The first round warms the disk's cache. In turns, so that a busy minute meets all of them.
  for (let round = 0; round <= repetitions; round += 1) {
    for (const variant of starting) {
      const start = await startOnce([process.execPath, scripts[variant]]);
      if (round > 0) starts[variant].push(start);
    }
    const load = loadOnce(host);
    if (round > 0) loads.push(load);
  }
  rmSync(baselinePlugin);
  const samples = (of: keyof Start): Samples =>
    Object.fromEntries(
      starting.map((variant) => [variant, starts[variant].map((start) => start[of])]),
    );
  return [
    figureOf("start to first answer", "ms", samples("ms")),
    figureOf("processor time to first answer", "ms", samples("cpuMs")),
    figureOf("memory at first answer", "MiB", samples("mib")),
    figureOf("what this package adds to the start of the dynamic host", "ms", { dynamic: loads }),
  ];
}
