import * as z from "zod";

import { compareCodePoints } from "../../api/signing/canonical";
import { listGpus } from "../../api/endpoints/gpus";
import { amount } from "../schema/primitives";
import { property } from "../schema/property";
import { complete, DEFAULT_LIMIT, limitOf } from "./args";
import { defineFunction } from "./definition";
import { firstInOrder, MAX_PAGES } from "../../api/endpoints/takeItems";

const gpu = z
  .object({
    uuid: property(z.string(), { description: "UUID of the GPU, for a job's `gpuRegistryUuid`." }),
    name: property(z.string().optional(), {
      description: "Name of the GPU, for a job's `gpuName`.",
    }),
    vramGb: property(z.number().optional(), { description: "GPU memory, in GB." }),
    isAvailable: property(z.boolean().optional(), {
      description: "Whether a node offers it now, if the service reports it.",
    }),
  })
  .meta({ typeName: "Gpu", description: "A GPU that a job can request." });

/** `getGpus`: the registry of GPUs. */
export const getGpus = defineFunction({
  name: "getGpus",
  description:
    "Lists the GPUs that jobs can request, by name. The service documents only their UUIDs; " +
    "other fields are set if the service returns them.",
  inputs: z.strictObject({
    onlyAvailable: property(z.boolean("must be true or false").optional(), {
      description: "Only GPUs that a node offers now. Default: all.",
    }),
    minVramGb: property(amount.optional(), {
      description: "Only GPUs with at least this much memory, in GB. Default: all.",
    }),
    limit: limitOf("GPUs"),
  }),
  outputs: z.object({
    gpus: property(z.array(gpu), { description: "The GPUs, by name and then by uuid." }),
    complete,
  }),
  async ask(api, { onlyAvailable, minVramGb = 0, limit = DEFAULT_LIMIT }) {
    const filter = { onlyAvailable, minVramGb: minVramGb === 0 ? undefined : minVramGb };
    const found = await firstInOrder(
      listGpus(api, MAX_PAGES, filter),
      limit,
      (a, b) => compareCodePoints(a.name ?? "", b.name ?? "") || compareCodePoints(a.uuid, b.uuid),
      ({ isAvailable, vramGb = Infinity }) =>
        (onlyAvailable !== true || isAvailable !== false) && vramGb >= minVramGb,
    );
    return { gpus: found.items.map((item) => ({ ...item })), complete: found.complete };
  },
});
