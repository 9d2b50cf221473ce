// The forms of the plugin, in turns: its script on several releases of Node.js, and its executable.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { runCommand } from "../../scripts/engine/runCommand";
import { PLUGIN } from "../../scripts/executable/makeExecutable";
import { ensureNode, examinedReleases, nodeReleaseOf } from "../../scripts/executable/nodeRelease";
import { thisPlatform } from "../../scripts/executable/platforms";
import { writeArchives } from "../../scripts/executable/writeArchives";
import { figureOf, type Figure } from "../figures";
import { startOnce, type Start } from "./startUp";

type Command = readonly [string, ...string[]];

const script = join(__dirname, "../../bin", PLUGIN);

/** Starts each form so many times. All are compared with the script on the Node.js of this process. */
export async function formFigures(repetitions: number): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), "pulumi-dispersed-forms-"));
  try {
    const forms = await formsOf(folder);
    const first: Start[] = [];
    const starts = new Map<string, Start[]>([...forms.keys()].map((form) => [form, []]));
    // The first round warms the disk's cache.
    for (let round = 0; round <= repetitions; round += 1) {
      const base = await startOnce([process.execPath, script]);
      if (round > 0) first.push(base);
      for (const [form, command] of forms) {
        const start = await startOnce(command);
        if (round > 0) starts.get(form)?.push(start);
      }
    }
    const own = `script on Node.js ${process.versions.node}`;
    return [
      figureOf(`peak memory at first answer, ${own}`, "MiB", { native: peaks(first) }),
      ...[...starts].flatMap(([form, samples]) => figuresOf(form, own, samples, first)),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What starts each form but the first. */
async function formsOf(folder: string): Promise<ReadonlyMap<string, Command>> {
  const platform = thisPlatform();
  const forms = new Map<string, Command>();
  for (const release of examinedReleases(platform)) {
    forms.set(`script on Node.js ${release}`, [(await ensureNode(platform, release)).node, script]);
  }
  if (nodeReleaseOf(platform) !== undefined) {
    // As users have it: Linux maps more of a file that was just put together than of one out of an archive.
    const [archive = ""] = await writeArchives(folder, [platform]);
    await runCommand("tar", ["-xzf", archive, "-C", folder]);
    forms.set("executable", [join(folder, PLUGIN)]);
  }
  return forms;
}

function figuresOf(
  form: string,
  own: string,
  samples: readonly Start[],
  first: readonly Start[],
): readonly Figure[] {
  // Each start is divided by that of its own round, so that a busy minute meets both.
  const ratios = samples.map(({ ms }, round) => ms / (first[round]?.ms ?? NaN));
  return [
    figureOf(`start to first answer, ${form}`, "ms", { native: samples.map(({ ms }) => ms) }),
    figureOf(`start of the ${form} relative to the ${own}`, "ratio", { native: ratios }),
    figureOf(`peak memory at first answer, ${form}`, "MiB", { native: peaks(samples) }),
  ];
}

const peaks = (starts: readonly Start[]): readonly number[] => starts.map(({ peakMib }) => peakMib);
