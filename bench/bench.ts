// `npm run bench`: what this package costs, compared with a provider that does nothing and a
// hand-written one, on this machine and the real engine, now. Names select: start, rates, waits,
// engine, deployments. `--quick` takes few samples of small stacks, `--json` ends with one line for
// a program, and `--record` keeps the figures for docs/performance.md.
import { deploymentFigures } from "./deployments/deploymentFigures";
import { waitFigures } from "./deployments/waitFigures";
import { engineFigures } from "./engine/engineFigures";
import { figureSchema, line, type Figure } from "./figures";
import { rateFigures } from "./rates/rateFigures";
import { keepRun } from "../scripts/records";
import { formFigures } from "./start/formFigures";
import { startFigures } from "./start/startFigures";

const say = (text: string): void => void process.stderr.write(`  ${text}\n`);

/** No multiple of the pause of who looks every five seconds: that would meet the change by chance. */
const WAIT_MS = 62_500;

/** Measures, in its size for a page or in its quick one. */
type Measure = (
  quick: boolean,
  keep: (figures: readonly Figure[]) => void,
) => Promise<readonly Figure[]>;

/** What can be measured. */
const measures: Readonly<Record<string, Measure>> = {
  start: async (quick) => {
    const repetitions = quick ? 5 : 25;
    return [...(await startFigures(repetitions)), ...(await formFigures(repetitions))];
  },
  rates: (quick) => rateFigures(quick ? 5 : 15),
  waits: (quick) =>
    quick
      ? waitFigures({ jobs: 10, waitMs: 6_000, repetitions: 1, say })
      : waitFigures({ jobs: 100, waitMs: WAIT_MS, repetitions: 5, say }),
  engine: (quick) =>
    quick
      ? engineFigures({ jobs: 10, repetitions: 1, say })
      : engineFigures({ jobs: 300, repetitions: 5, say }),
  deployments: (quick, keep) =>
    quick
      ? deploymentFigures({ sizes: [1, 10], repetitions: 1, say, keep })
      : deploymentFigures({ sizes: [1, 10, 100, 1_000], repetitions: 5, say, keep }),
};

async function main(args: readonly string[]): Promise<void> {
  const chosen = args.filter((argument) => !argument.startsWith("--"));
  const unknown = chosen.find((name) => !(name in measures));
  if (unknown !== undefined) {
    throw new Error(`"${unknown}" is none of ${Object.keys(measures).join(", ")}.`);
  }
  const figures: Figure[] = [];
  for (const [name, measure] of Object.entries(measures)) {
    if (chosen.length > 0 && !chosen.includes(name)) continue;
    const startedAtMs = performance.now();
    // A long run that is interrupted keeps what it has.
    const keep = (results: readonly Figure[]): void => {
      if (!args.includes("--record")) return;
      const minutes = Math.round((performance.now() - startedAtMs) / 6_000) / 10;
      keepRun("performance", figureSchema, { suite: name, minutes, results });
    };
    const measured = await measure(args.includes("--quick"), keep);
    for (const figure of measured) console.log(line(figure));
    figures.push(...measured);
    keep(measured);
  }
  if (args.includes("--json")) console.log(JSON.stringify({ ok: true, figures }));
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  if (process.argv.includes("--json")) console.log(JSON.stringify({ ok: false, figures: [] }));
  process.exitCode = 1;
});
