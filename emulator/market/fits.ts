// Which machines satisfy which requirements.
import type { JobRequest } from "../jobs/request/jobRequest";
import type { Offer } from "./offer";

/** What a job asks of its machine, spelled as on the wire. */
export type HardwareRequirements = Pick<
  JobRequest,
  | "cpu_count"
  | "gpu_count"
  | "gpu_name"
  | "gpu_registry_uuid"
  | "min_vram_gb"
  | "min_ram_gb"
  | "min_storage_gb"
  | "allowed_region_codes"
>;

/** Whether a machine has at least what is asked for. */
export function fits(offer: Offer, requirements: HardwareRequirements): boolean {
  return (
    offer.cpuCores >= requirements.cpu_count &&
    offer.gpuCount >= requirements.gpu_count &&
    offer.ramGb >= requirements.min_ram_gb &&
    offer.storageGb >= requirements.min_storage_gb &&
    (offer.gpu?.vramGb ?? 0) >= requirements.min_vram_gb &&
    (requirements.gpu_name === null || isCalled(offer, requirements.gpu_name)) &&
    (requirements.gpu_registry_uuid === null ||
      offer.gpu?.uuid === requirements.gpu_registry_uuid.toLowerCase()) &&
    (requirements.allowed_region_codes.length === 0 ||
      requirements.allowed_region_codes.includes(offer.regionCode))
  );
}

/** The documentation writes the same model with and without its maker: `RTX 4090`. */
export function isCalled({ gpu }: Offer, name: string): boolean {
  return gpu !== undefined && modelName(gpu.name) === modelName(name);
}

function modelName(name: string): string {
  return name
    .toLowerCase()
    .replace(/^nvidia\s+/, "")
    .replace(/^geforce\s+/, "")
    .trim();
}
