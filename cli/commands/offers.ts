import type { Command } from "commander";

import type { ApiClient } from "../../provider/api/http/client";
import { isUuid } from "../../provider/api/endpoints/uuid";
import { getOffers } from "../../provider/resources/functions/getOffers";
import { numberOf, requireArgs, valuesOf } from "../askWithFlags";
import { cleaned } from "../cleaned";
import { exitCode, UsageError, type ExitCode } from "../exitCode";
import { offerTable, type OfferFacts } from "../offers/offerTable";
import { gpuNames } from "../../provider/resources/pricing/gpuNames";
import { unknownGpu } from "../../provider/resources/pricing/unknownGpu";
import { unknownRegions } from "../offers/unknownRegions";
import { connect } from "../session";
import type { Terminal } from "../terminal";

const EXAMPLES = `
Prices are for the whole node, in US dollars an hour. An offer is not a reservation.

Examples:
  dispersed offers
  dispersed offers --gpu "RTX 4090" --region us-east-1 us-west-2
  dispersed offers --min-vram 24 --max-hourly 0.50 --json

Exit codes: 0 ok, also without any offers; 1 the command failed, or no GPU has that name; 2 wrong
usage.
`;

/** The function's own maximum: the price cap is applied here, to all offers. */
const MAX_OFFERS = 1000;

interface OffersFlags {
  readonly gpu?: string | undefined;
  readonly gpuCount?: string | undefined;
  readonly minVram?: string | undefined;
  readonly region?: readonly string[] | undefined;
  readonly maxHourly?: string | undefined;
  readonly limit?: string | undefined;
  readonly json?: boolean | undefined;
}

/** Adds `dispersed offers`. */
export function addOffers(
  program: Command,
  terminal: Terminal,
  end: (code: ExitCode) => void,
): void {
  program
    .command("offers")
    .summary("list what can be rented, with prices")
    .description("Lists what can be rented now, cheapest first.")
    .option("--gpu <name>", "only nodes with this GPU, by name or uuid")
    .option("--gpu-count <number>", "only nodes with this many GPUs")
    .option("--min-vram <GB>", "only nodes with at least this much GPU memory")
    .option("--region <code...>", "only nodes in one of these regions, such as us-east-1")
    .option("--max-hourly <USD>", "only nodes that cost at most this much an hour")
    .option("--limit <number>", "maximum number of offers, 1 to 1000", "100")
    .option("--json", "print JSON")
    .addHelpText("after", EXAMPLES)
    .action(async (flags: OffersFlags) => end(await showOffers(terminal, flags)));
}

async function showOffers(terminal: Terminal, flags: OffersFlags): Promise<ExitCode> {
  const { args, limit, maxHourlyUsd } = filtersOf(flags);
  unknownRegions(valuesOf(flags.region) ?? []).forEach((line) => terminal.say(line));
  const { api } = await connect(terminal);
  const answer = await getOffers.ask(api, { ...args, limit: MAX_OFFERS });
  // The definition's own schema made it.
  const found = answer as { offers: readonly OfferFacts[]; complete: boolean };
  if (found.offers.length === 0) await requireKnownGpu(api, flags.gpu);
  // An offer without a price may be above the cap.
  const fitting = found.offers.filter(
    ({ hourlyRateUsd = Infinity }) => maxHourlyUsd === undefined || hourlyRateUsd <= maxHourlyUsd,
  );
  const offers = fitting.slice(0, limit);
  const complete = found.complete && offers.length === fitting.length;
  if (flags.json === true) {
    terminal.print(JSON.stringify(cleaned({ offers, complete })));
    return exitCode.ok;
  }
  terminal.print(offers.length === 0 ? nothing(found.offers) : offerTable(offers));
  if (!complete) terminal.say("There may be more offers: raise --limit to list them.");
  return exitCode.ok;
}

/** @throws UsageError; nothing was sent. */
function filtersOf(flags: OffersFlags): {
  readonly args: Readonly<Record<string, unknown>>;
  readonly limit: number | undefined;
  readonly maxHourlyUsd: number | undefined;
} {
  const gpu = isUuid(flags.gpu) ? { gpuRegistryUuid: flags.gpu } : { gpuName: flags.gpu };
  const limit = numberOf(flags.limit);
  const args = {
    ...gpu,
    gpuCount: numberOf(flags.gpuCount),
    minVramGb: numberOf(flags.minVram),
    allowedRegionCodes: valuesOf(flags.region),
  };
  requireArgs({
    definition: getOffers,
    args: { ...args, limit },
    flags: {
      gpuName: "--gpu",
      gpuCount: "--gpu-count",
      minVramGb: "--min-vram",
      allowedRegionCodes: "--region",
      limit: "--limit",
    },
  });
  const maxHourlyUsd = numberOf(flags.maxHourly);
  if (maxHourlyUsd === undefined || maxHourlyUsd > 0) return { args, limit, maxHourlyUsd };
  throw new UsageError("--max-hourly must be a number of US dollars above 0");
}

/** @throws Error when there is no offer because no GPU has that name. */
async function requireKnownGpu(api: ApiClient, wanted: string | undefined): Promise<void> {
  if (wanted === undefined || isUuid(wanted)) return;
  const complaint = unknownGpu(wanted, await gpuNames(api));
  if (complaint !== undefined) throw new Error(complaint);
}

function nothing(beforeTheCap: readonly OfferFacts[]): string {
  return beforeTheCap.length === 0
    ? "No offers. Ask for less, or try again later: offers change all the time."
    : "No offers at that price. There are some without --max-hourly.";
}
