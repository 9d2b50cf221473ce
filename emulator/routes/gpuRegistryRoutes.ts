// The /v1/gpu-registry family. What an item looks like is not documented; this is a guess.
import type { Route } from "../http/routeTable";
import { freeCount, type Market, type Taken } from "../market/market";
import type { Gpu } from "../seed/gpus";
import { atLeast, type Filters, isTrue } from "./filters";
import { listPage } from "./listPage";

interface Means {
  readonly gpus: readonly Gpu[];
  readonly market: Market;
  readonly taken: () => Taken;
}

interface GpuView {
  readonly [property: string]: unknown;
  readonly vram_gb: number;
  readonly is_available: boolean;
}

/** `only_available=false` asks for everything, not for what is sold out. */
const gpuFilters: Filters<GpuView> = {
  only_available: (wanted) => {
    const isWanted = isTrue((gpu: GpuView) => gpu.is_available)(wanted);
    return (gpu) => wanted === "false" || isWanted(gpu);
  },
  min_vram_gb: atLeast((gpu) => gpu.vram_gb),
};

/** The route on which GPU models are looked up. */
export function gpuRegistryRoutes({ gpus, market, taken }: Means): Route[] {
  const isAvailable = ({ uuid }: Gpu): boolean =>
    market.offers.some((offer) => offer.gpu?.uuid === uuid && freeCount(offer, taken()) !== 0);

  return [
    {
      method: "GET",
      path: "/v1/gpu-registry",
      handle({ query }) {
        const items = gpus.map((gpu): GpuView => ({
          object: "gpu",
          uuid: gpu.uuid,
          name: gpu.name,
          vram_gb: gpu.vramGb,
          is_available: isAvailable(gpu),
        }));
        return { status: 200, body: listPage(items, query, gpuFilters) };
      },
    },
  ];
}
