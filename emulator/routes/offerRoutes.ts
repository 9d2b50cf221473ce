// The /v1/compute/offers family.
import * as z from "zod";
import type { Clock } from "../state/clock";
import { isCalled } from "../market/fits";
import { freeCount, type Market, type Taken } from "../market/market";
import type { Offer } from "../market/offer";
import { offerAnswer } from "../market/offerAnswer";
import { type OfferView, viewOffer } from "../market/offerView";
import type { ApiRoute } from "../openapi/apiRoute";
import type { SettingsKeeper } from "../knobs/settingsKeeper";
import { atLeast, type Filters, oneOf } from "./filters";
import { listPage } from "./listPage";

interface Means {
  readonly market: Market;
  readonly taken: () => Taken;
  readonly clock: Clock;
  readonly settings: SettingsKeeper;
}

interface Item {
  readonly offer: Offer;
  readonly view: OfferView;
}

const regions = oneOf(({ offer }: Item) => offer.regionCode);

/** Numbers are read as minimums, as a job's own are. */
const offerFilters: Filters<Item> = {
  cpu_count: atLeast(({ offer }) => offer.cpuCores),
  gpu_count: atLeast(({ offer }) => offer.gpuCount),
  min_vram_gb: atLeast(({ offer }) => offer.gpu?.vramGb ?? 0),
  min_ram_gb: atLeast(({ offer }) => offer.ramGb),
  min_storage_gb: atLeast(({ offer }) => offer.storageGb),
  gpu_name: {
    wants: z.string().meta({ description: "With or without its maker.", examples: ["RTX 4090"] }),
    read:
      (wanted) =>
      ({ offer }) =>
        isCalled(offer, wanted),
  },
  gpu_registry_uuid: oneOf(({ offer }) => offer.gpu?.uuid),
  allowed_region_codes: {
    wants: regions.wants,
    read: (wanted, clockOffsetMs) =>
      wanted === "" ? () => true : regions.read(wanted, clockOffsetMs),
  },
};

/** The route on which prices are looked up; what is sold out is left out. */
export function offerRoutes({ market, taken, clock, settings }: Means): ApiRoute[] {
  return [
    {
      method: "GET",
      path: "/v1/compute/offers",
      description: {
        operationId: "listOffers",
        summary: "Lists what is for hire, cheapest first",
        answer: offerAnswer,
        filters: offerFilters,
      },
      handle({ query }) {
        const items = market.offers.flatMap((offer): Item[] => {
          const free = freeCount(offer, taken());
          return free === 0 ? [] : [{ offer, view: viewOffer(offer, free, clock.now()) }];
        });
        const { data, ...envelope } = listPage(items, query, offerFilters, settings.current());
        return { status: 200, body: { data: data.map(({ view }) => view), ...envelope } };
      },
    },
  ];
}
