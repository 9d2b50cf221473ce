import { isoTime } from "../jobs/view/jobView";
import { gpuLabel } from "./gpuLabel";
import type { Offer } from "./offer";

/** An offer as the API answers it. */
export interface OfferView {
  readonly [property: string]: unknown;
}

/** An offer with the machines that are left of it. The content of `availability` is a guess. */
export function viewOffer(offer: Offer, freeCount: number | null, nowMs: number): OfferView {
  const { gpu, gpuCount } = offer;
  return {
    offer_id: offer.id,
    region_code: offer.regionCode,
    availability: { is_available: true, available_count: freeCount },
    pricing: { hourly_rate_usd: offer.hourlyRateUsd, quoted_at: isoTime(nowMs) },
    hardware_summary: {
      cpu_cores: offer.cpuCores,
      gpu_count: gpuCount,
      gpu_model_label: gpu === undefined ? null : gpuLabel(gpuCount, gpu.name),
      gpu_models:
        gpu === undefined
          ? []
          : [
              {
                count: gpuCount,
                gpu_registry_uuid: gpu.uuid,
                min_vram_gib: gpu.vramGb,
                name: gpu.name,
              },
            ],
      gpu_registry_uuid: gpu?.uuid ?? null,
      min_gpu_vram_gib: gpu?.vramGb ?? null,
      ram_gib: offer.ramGb,
      storage_gib: offer.storageGb,
    },
  };
}
