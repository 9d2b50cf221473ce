// Which machines satisfy which wishes.
import type { JobRequest } from "../jobs/request/jobRequest";
import type { Offer } from "./offer";

/** What a job asks of its machine, spelled as on the wire. */
export type Wish = Pick<
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

/** Whether a machine has at least what is wished for. */
export function fits(offer: Offer, wish: Wish): boolean {
  return (
    offer.cpuCores >= wish.cpu_count &&
    offer.gpuCount >= wish.gpu_count &&
    offer.ramGb >= wish.min_ram_gb &&
    offer.storageGb >= wish.min_storage_gb &&
    (offer.gpu?.vramGb ?? 0) >= wish.min_vram_gb &&
    (wish.gpu_name === null || isCalled(offer, wish.gpu_name)) &&
    (wish.gpu_registry_uuid === null || offer.gpu?.uuid === wish.gpu_registry_uuid.toLowerCase()) &&
    (wish.allowed_region_codes.length === 0 || wish.allowed_region_codes.includes(offer.regionCode))
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
