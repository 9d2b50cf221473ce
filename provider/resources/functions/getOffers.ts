import * as z from "zod";

import { compareCodePoints } from "../../api/signing/canonical";
import { listOffers, type Offer } from "../../api/endpoints/offers";
import { amount, wholeNumber } from "../schema/primitives";
import { property } from "../schema/property";
import { apiWord, complete, defaultLimit, filterName, limitOf, selection, uuid } from "./args";
import { defineFunction } from "./definition";
import { firstInOrder, mostPages } from "../../api/endpoints/takeItems";
import { optionalNumber, optionalText } from "./results";

const offerGpu = z
  .object({
    name: optionalText("Name of the GPU."),
    count: optionalNumber("How many there are."),
    gpuRegistryUuid: optionalText("Uuid in the registry of GPUs."),
    minVramGib: optionalNumber("GiB of memory of each at least."),
  })
  .meta({ typeName: "OfferGpu", description: "GPUs of one model in an offer." });

const offer = z
  .object({
    offerId: property(z.string(), { description: "The offer's id." }),
    regionCode: optionalText("Region of the node."),
    hourlyRateUsd: optionalNumber("Price of the whole node, in US dollars an hour."),
    quotedAt: optionalText("When that price was quoted."),
    cpuCores: optionalNumber("CPU cores of the node."),
    gpuCount: optionalNumber("GPUs of the node."),
    gpuName: optionalText("Name of the GPUs."),
    gpuRegistryUuid: optionalText("Uuid of the GPU in the registry of GPUs."),
    minVramGib: optionalNumber("GiB of memory of the smallest GPU."),
    ramGib: optionalNumber("GiB of memory of the node."),
    storageGib: optionalNumber("GiB of storage of the node."),
    gpus: property(z.array(offerGpu), { description: "The GPUs by model." }),
  })
  .meta({ typeName: "Offer", description: "A node to rent." });

const optionalAmount = (description: string): z.ZodOptional<z.ZodNumber> =>
  property(amount.optional(), { description });

/** `getOffers`: what there is to rent, where, and for how much. */
export const getOffers = defineFunction({
  name: "getOffers",
  description:
    "Lists what there is to rent, the cheapest first: the one source of prices and regions. An " +
    "offer is no reservation.",
  inputs: z.strictObject({
    gpuName: property(filterName.optional(), {
      description: "Only offers with this GPU, such as `RTX 4090`.",
    }),
    gpuRegistryUuid: property(uuid.optional(), {
      description: "Only offers with this GPU of the registry.",
    }),
    gpuCount: property(wholeNumber(0).optional(), { description: "GPUs the node needs." }),
    cpuCount: property(wholeNumber(0).optional(), {
      description: "CPU cores the node needs at least.",
    }),
    minVramGb: optionalAmount("GB of GPU memory the node needs at least."),
    minRamGb: optionalAmount("GB of memory the node needs at least."),
    minStorageGb: optionalAmount("GB of storage the node needs at least."),
    allowedRegionCodes: property(selection(apiWord, "region codes").optional(), {
      description: "Only offers in these regions. The account's own limits hold besides.",
    }),
    limit: limitOf("offers"),
  }),
  outputs: z.object({
    offers: property(z.array(offer), {
      description: "The offers by price, those without one last, and then by id.",
    }),
    complete,
  }),
  async ask(api, { limit = defaultLimit, ...filter }) {
    const found = await firstInOrder(listOffers(api, mostPages, filter), limit, cheapestFirst);
    return {
      offers: found.items.map(({ gpus, ...told }) => ({
        ...told,
        gpus: gpus.map((model) => ({ ...model })),
      })),
      complete: found.complete,
    };
  },
});

function cheapestFirst(a: Offer, b: Offer): number {
  const [priceA, priceB] = [a.hourlyRateUsd ?? Infinity, b.hourlyRateUsd ?? Infinity];
  // Not a difference: there is none between infinities.
  if (priceA !== priceB) return priceA < priceB ? -1 : 1;
  return compareCodePoints(a.offerId, b.offerId);
}
