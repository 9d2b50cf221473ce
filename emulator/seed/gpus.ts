// The GPUs of the emulated network. One uuid, that of the RTX 5090, is the real registry's.

/** A GPU model as the registry knows it. */
export interface Gpu {
  readonly uuid: string;
  readonly name: string;
  readonly vramGb: number;
}

/** Every model the registry lists. */
export const gpus = {
  rtx3090: { uuid: "019582a6-0000-7000-8000-000000003090", name: "NVIDIA RTX 3090", vramGb: 24 },
  rtx4090: { uuid: "019582a6-0000-7000-8000-000000004090", name: "NVIDIA RTX 4090", vramGb: 24 },
  rtx5090: { uuid: "0198ac1c-7063-4be8-bb94-57a5bd83548e", name: "NVIDIA RTX 5090", vramGb: 32 },
  rtxA6000: { uuid: "019582a6-0000-7000-8000-00000000a600", name: "NVIDIA RTX A6000", vramGb: 48 },
} as const satisfies Record<string, Gpu>;
