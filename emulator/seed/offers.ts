// The machines for hire, cheapest first. Prices of the RTX 4090 and 5090 were seen in the wild; the
// rest is made up. The cheap ones are many, so that only a job that is choosy has to wait.
import type { Offer } from "../market/offer";
import { gpus } from "./gpus";

const desktop = { cpuCores: 16, ramGb: 64, storageGb: 500, gpuCount: 1 } as const;
const workstation = { cpuCores: 32, ramGb: 128, storageGb: 1000, gpuCount: 2 } as const;
const server = { cpuCores: 64, ramGb: 512, storageGb: 4000 } as const;

/** What is for hire unless the options say otherwise. */
export const seedOffers: readonly Offer[] = [
  {
    id: "019582a6-1000-7000-8000-000000000001",
    regionCode: "us-east-1",
    hourlyRateUsd: 0.05,
    nodeCount: null,
    cpuCores: 8,
    ramGb: 32,
    storageGb: 200,
    gpuCount: 0,
  },
  {
    id: "019582a6-1000-7000-8000-000000000002",
    regionCode: "us-east-1",
    hourlyRateUsd: 0.35,
    nodeCount: 500,
    ...desktop,
    gpu: gpus.rtx4090,
  },
  {
    id: "019582a6-1000-7000-8000-000000000003",
    regionCode: "eu-central-1",
    hourlyRateUsd: 0.39,
    nodeCount: 20,
    ...desktop,
    gpu: gpus.rtx4090,
  },
  {
    id: "019582a6-1000-7000-8000-000000000004",
    regionCode: "us-west-2",
    hourlyRateUsd: 0.69,
    nodeCount: 4,
    ...desktop,
    gpu: gpus.rtx5090,
  },
  {
    id: "019582a6-1000-7000-8000-000000000005",
    regionCode: "ap-southeast-1",
    hourlyRateUsd: 0.79,
    nodeCount: 2,
    ...desktop,
    gpu: gpus.rtxA6000,
  },
  {
    id: "019582a6-1000-7000-8000-000000000006",
    regionCode: "us-west-2",
    hourlyRateUsd: 1.38,
    nodeCount: 20,
    ...workstation,
    gpu: gpus.rtx5090,
  },
  {
    id: "019582a6-1000-7000-8000-000000000007",
    regionCode: "eu-west-1",
    hourlyRateUsd: 4.14,
    nodeCount: 2,
    ...server,
    gpuCount: 6,
    gpu: gpus.rtx5090,
  },
];
