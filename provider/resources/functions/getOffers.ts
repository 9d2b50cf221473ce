import * as z from "zod";

import { compareCodePoints } from "../../api/signing/canonical";
import { listOffers, type Offer } from "../../api/endpoints/offers";
import { amount, wholeNumber } from "../schema/primitives";
import { property } from "../schema/property";
import { apiWord, complete, DEFAULT_LIMIT, filterName, limitOf, selection, uuid } from "./args";
import { defineFunction } from "./definition";
import { firstInOrder, MAX_PAGES } from "../../api/endpoints/takeItems";
import { optionalCount, optionalNumber, optionalText } from "./results";

const offerGpu = z
  .object({
    name: optionalText("Name of the GPU."),
    count: optionalCount("Number of GPUs of this model."),
    gpuRegistryUuid: optionalText("UUID of the GPU in the GPU registry."),
    minVramGib: optionalNumber("Memory of the smallest GPU of this model, in GiB."),
  })
  .meta({ typeName: "OfferGpu", description: "GPUs of one model in an offer." });

const offer = z
  .object({
    offerId: property(z.string(), { description: "ID of the offer." }),
    regionCode: optionalText("Region of the node."),
    hourlyRateUsd: optionalNumber("Price of the whole node, in USD per hour."),
    quotedAt: optionalText("When the price was quoted."),
    cpuCores: optionalCount("Number of CPU cores."),
    gpuCount: optionalCount("Number of GPUs."),
    gpuName: optionalText("Name of the GPUs."),
    gpuRegistryUuid: optionalText("UUID of the GPU in the GPU registry."),
    minVramGib: optionalNumber("Memory of the smallest GPU, in GiB."),
    ramGib: optionalNumber("Memory of the node, in GiB."),
    storageGib: optionalNumber("Storage of the node, in GiB."),
    gpus: property(z.array(offerGpu), { description: "The GPUs by model." }),
  })
  .meta({ typeName: "Offer", description: "A node for rent." });

const optionalAmount = (description: string): z.ZodOptional<z.ZodNumber> =>
  property(amount.optional(), { description });

/** `getOffers`: what can be rented, where, and at which price. */
export const getOffers = defineFunction({
  name: "getOffers",
  description:
    "Lists the nodes for rent, cheapest first. This is the only source of prices and regions. " +
    "An offer is not a reservation.",
  inputs: z.strictObject({
    gpuName: property(filterName.optional(), {
      description: "Only offers with this GPU, such as `RTX 4090`.",
    }),
    gpuRegistryUuid: property(uuid.optional(), {
      description: "Only offers with this GPU, by its UUID in the GPU registry.",
    }),
    gpuCount: property(wholeNumber(0).optional(), { description: "Number of GPUs on the node." }),
    cpuCount: property(wholeNumber(0).optional(), {
      description: "Minimum number of CPU cores on the node.",
    }),
    minVramGb: optionalAmount("Minimum GPU memory, in GB."),
    minRamGb: optionalAmount("Minimum memory of the node, in GB."),
    minStorageGb: optionalAmount("Minimum storage of the node, in GB."),
    allowedRegionCodes: property(selection(apiWord, "region codes").optional(), {
      description: "Only offers in these regions. The account's own limits also apply.",
    }),
    limit: limitOf("offers"),
  }),
  outputs: z.object({
    offers: property(z.array(offer), {
      description: "The offers by price, then by ID. Offers without a price are last.",
    }),
    complete,
  }),
  async ask(api, { limit = DEFAULT_LIMIT, ...filter }) {
    const found = await firstInOrder(listOffers(api, MAX_PAGES, filter), limit, cheapestFirst);
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
  // Not a subtraction: the difference of two infinities is not a number.
  if (priceA !== priceB) return priceA < priceB ? -1 : 1;
  return compareCodePoints(a.offerId, b.offerId);
}
