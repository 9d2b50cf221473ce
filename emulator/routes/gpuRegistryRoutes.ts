// The /v1/gpu-registry routes. The form of an item is not documented; this is a guess.
import { gpuAnswer } from "../market/gpuAnswer";
import { freeCount, type Market, type Taken } from "../market/market";
import type { ApiRoute } from "../openapi/apiRoute";
import type { Gpu } from "../seed/gpus";
import type { SettingsKeeper } from "../knobs/settingsKeeper";
import { atLeast, type Filters, isTrue } from "./filters";
import { listPage } from "./listPage";

interface Means {
  readonly gpus: readonly Gpu[];
  readonly market: Market;
  readonly taken: () => Taken;
  readonly settings: SettingsKeeper;
}

interface GpuView {
  readonly [property: string]: unknown;
  readonly vram_gb: number;
  readonly is_available: boolean;
}

const availability = isTrue((gpu: GpuView) => gpu.is_available);

/** `only_available=false` asks for everything, not for what is sold out. */
const gpuFilters: Filters<GpuView> = {
  only_available: {
    wants: availability.wants,
    read(wanted, clockOffsetMs) {
      const isWanted = availability.read(wanted, clockOffsetMs);
      return (gpu) => wanted === "false" || isWanted(gpu);
    },
  },
  min_vram_gb: atLeast((gpu) => gpu.vram_gb),
};

/** The route on which GPU models are looked up. */
export function gpuRegistryRoutes({ gpus, market, taken, settings }: Means): ApiRoute[] {
  const isOffered = ({ uuid }: Gpu): boolean =>
    market.offers.some((offer) => offer.gpu?.uuid === uuid && freeCount(offer, taken()) !== 0);

  return [
    {
      method: "GET",
      path: "/v1/gpu-registry",
      description: {
        operationId: "listGpus",
        summary: "Lists GPU models",
        answer: gpuAnswer,
        filters: gpuFilters,
      },
      handle({ query }) {
        const items = gpus.map((gpu): GpuView => ({
          object: "gpu",
          uuid: gpu.uuid,
          name: gpu.name,
          vram_gb: gpu.vramGb,
          is_available: isOffered(gpu),
        }));
        return { status: 200, body: listPage(items, query, gpuFilters, settings.current()) };
      },
    },
  ];
}
