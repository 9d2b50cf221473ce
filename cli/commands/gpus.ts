import type { Command } from "commander";

import { getGpus } from "../../provider/resources/functions/getGpus";
import { askWithFlags, numberOf } from "../askWithFlags";
import { cleaned } from "../cleaned";
import { exitCode, type ExitCode } from "../exitCode";
import { connect } from "../session";
import { tableOf } from "../table";
import type { Terminal } from "../terminal";

const EXAMPLES = `
A job takes a name as its input gpuName, or a uuid as gpuRegistryUuid. For prices, see
\`dispersed offers --gpu <name>\`.

Examples:
  dispersed gpus
  dispersed gpus --available --min-vram 24
  dispersed gpus --json

Exit codes: 0 ok, also without any GPUs; 1 the command failed; 2 wrong usage.
`;

interface GpusFlags {
  readonly available?: true | undefined;
  readonly minVram?: string | undefined;
  readonly limit?: string | undefined;
  readonly json?: boolean | undefined;
}

/** A GPU as `getGpus` returns it. */
export interface GpuFacts {
  readonly uuid: string;
  readonly name?: string | undefined;
  readonly vramGb?: number | undefined;
  readonly isAvailable?: boolean | undefined;
}

/** Adds `dispersed gpus`. */
export function addGpus(program: Command, terminal: Terminal, end: (code: ExitCode) => void): void {
  program
    .command("gpus")
    .summary("list the GPUs that a job can ask for")
    .description("Lists the GPUs of the registry, by name.")
    .option("--available", "only GPUs that a node offers now")
    .option("--min-vram <GB>", "only GPUs with at least this much memory")
    .option("--limit <number>", "maximum number of GPUs, 1 to 1000", "100")
    .option("--json", "print JSON")
    .addHelpText("after", EXAMPLES)
    .action(async (flags: GpusFlags) => end(await showGpus(terminal, flags)));
}

async function showGpus(terminal: Terminal, flags: GpusFlags): Promise<ExitCode> {
  const answer = await askWithFlags(
    {
      definition: getGpus,
      args: {
        onlyAvailable: flags.available,
        minVramGb: numberOf(flags.minVram),
        limit: numberOf(flags.limit),
      },
      flags: { minVramGb: "--min-vram", limit: "--limit" },
    },
    () => connect(terminal),
  );
  // The definition's own schema made it.
  const { gpus, complete } = answer as { gpus: readonly GpuFacts[]; complete: boolean };
  if (flags.json === true) {
    terminal.print(JSON.stringify(cleaned({ gpus, complete })));
    return exitCode.ok;
  }
  terminal.print(gpus.length === 0 ? "No GPUs." : gpuTable(gpus));
  if (!complete) terminal.say("There may be more GPUs: raise --limit to list them.");
  return exitCode.ok;
}

function gpuTable(gpus: readonly GpuFacts[]): string {
  return tableOf(
    ["name", "memory", "available", "uuid"],
    gpus.map(({ name, vramGb, isAvailable, uuid }) => [
      name,
      vramGb === undefined ? "" : `${vramGb} GB`,
      isAvailable === undefined ? "" : isAvailable ? "yes" : "no",
      uuid,
    ]),
  );
}
