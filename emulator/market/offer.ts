/** Machines of one kind at one price in one region. */
export interface Offer {
  /** Uuid of the offer. */
  readonly id: string;
  /** One of the documented codes, as `us-east-1`. */
  readonly regionCode: string;
  /** For the whole machine, however little of it a job asks for. */
  readonly hourlyRateUsd: number;
  /** How many such machines there are; `null` for more than anyone takes. */
  readonly nodeCount: number | null;
  readonly cpuCores: number;
  readonly ramGb: number;
  readonly storageGb: number;
  readonly gpuCount: number;
  /** Absent on a machine without GPUs. */
  readonly gpu?: OfferGpu | undefined;
}

/** The model of an offer's GPUs. */
export interface OfferGpu {
  /** Its uuid in the GPU registry. */
  readonly uuid: string;
  readonly name: string;
  readonly vramGb: number;
}
