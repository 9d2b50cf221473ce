// Compute offers: what can be rented, where, and at which price.
import * as z from "zod";

import type { ApiClient } from "../http/client";
import { lenient } from "./envelope";
import { lenientAmount, lenientList, lenientText } from "./lenientFields";
import { listItems } from "./listing";

/** GPUs of one model in an offer. */
export interface OfferGpu {
  readonly name: string | undefined;
  readonly count: number | undefined;
  readonly gpuRegistryUuid: string | undefined;
  /** Memory of each GPU at least, in GiB. */
  readonly minVramGib: number | undefined;
}

/** Something to rent. */
export interface Offer {
  readonly offerId: string;
  readonly regionCode: string | undefined;
  /** Price of the whole node, in USD per hour. */
  readonly hourlyRateUsd: number | undefined;
  /** When the price was quoted. */
  readonly quotedAt: string | undefined;
  readonly cpuCores: number | undefined;
  readonly gpuCount: number | undefined;
  readonly gpuName: string | undefined;
  readonly gpuRegistryUuid: string | undefined;
  /** Memory of the smallest GPU, in GiB. */
  readonly minVramGib: number | undefined;
  readonly ramGib: number | undefined;
  readonly storageGib: number | undefined;
  readonly gpus: readonly OfferGpu[];
}

/** Which offers to list; all of them by default. */
export interface OfferFilter {
  readonly cpuCount?: number | undefined;
  readonly gpuCount?: number | undefined;
  readonly gpuName?: string | undefined;
  readonly gpuRegistryUuid?: string | undefined;
  readonly minVramGb?: number | undefined;
  readonly minRamGb?: number | undefined;
  readonly minStorageGb?: number | undefined;
  /** The service intersects it with the account's own policies. */
  readonly allowedRegionCodes?: readonly string[] | undefined;
}

const wireGpu = z
  .object({
    name: lenientText,
    count: lenientAmount,
    gpu_registry_uuid: lenientText,
    min_vram_gib: lenientAmount,
  })
  .transform((gpu): OfferGpu => ({
    name: gpu.name,
    count: gpu.count,
    gpuRegistryUuid: gpu.gpu_registry_uuid,
    minVramGib: gpu.min_vram_gib,
  }));

const wireOffer = z
  .object({
    offer_id: z.string().min(1).max(200),
    region_code: lenientText,
    pricing: lenient(z.object({ hourly_rate_usd: lenientAmount, quoted_at: lenientText })),
    hardware_summary: lenient(
      z.object({
        cpu_cores: lenientAmount,
        gpu_count: lenientAmount,
        gpu_model_label: lenientText,
        gpu_models: lenientList(wireGpu),
        gpu_registry_uuid: lenientText,
        min_gpu_vram_gib: lenientAmount,
        ram_gib: lenientAmount,
        storage_gib: lenientAmount,
      }),
    ),
  })
  .transform(({ offer_id, region_code, pricing, hardware_summary: hardware }): Offer => ({
    offerId: offer_id,
    regionCode: region_code,
    hourlyRateUsd: pricing?.hourly_rate_usd,
    quotedAt: pricing?.quoted_at,
    cpuCores: hardware?.cpu_cores,
    gpuCount: hardware?.gpu_count,
    gpuName: hardware?.gpu_model_label,
    gpuRegistryUuid: hardware?.gpu_registry_uuid,
    minVramGib: hardware?.min_gpu_vram_gib,
    ramGib: hardware?.ram_gib,
    storageGib: hardware?.storage_gib,
    gpus: hardware?.gpu_models ?? [],
  }));

/** Lists offers, newest first, page by page; returns whether the end was reached. */
export function listOffers(
  api: ApiClient,
  maxPages: number,
  filter: OfferFilter = {},
): AsyncGenerator<Offer, boolean> {
  const { allowedRegionCodes } = filter;
  return listItems(api, {
    pathname: "/v1/compute/offers",
    filters: {
      cpu_count: filter.cpuCount,
      gpu_count: filter.gpuCount,
      gpu_name: filter.gpuName,
      gpu_registry_uuid: filter.gpuRegistryUuid?.toLowerCase(),
      min_vram_gb: filter.minVramGb,
      min_ram_gb: filter.minRamGb,
      min_storage_gb: filter.minStorageGb,
      // A job without regions may run in all; a filter without a value could mean anything.
      allowed_region_codes: allowedRegionCodes?.length === 0 ? undefined : allowedRegionCodes,
    },
    item: wireOffer,
    keyOf: (offer) => offer.offerId,
    maxPages,
  });
}
