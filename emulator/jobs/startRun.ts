import { gpuLabel } from "../market/gpuLabel";
import type { Offer } from "../market/offer";
import type { RandomHex } from "../state/randomHex";
import type { JobRun } from "./jobRun";
import { createUuid } from "../state/uuid";

/** The run that begins when a machine of an offer takes a job. */
export type StartRun = (offer: Offer, atMs: number) => JobRun;

/** Makes a {@link StartRun}. */
export function createRunStarter(randomHex: RandomHex): StartRun {
  return (offer, atMs) => ({
    uuid: createUuid(atMs, randomHex),
    offerId: offer.id,
    regionCode: offer.regionCode,
    gpuLabel: offer.gpu === undefined ? null : gpuLabel(offer.gpuCount, offer.gpu.name),
    hourlyRateUsd: offer.hourlyRateUsd,
    authorizationUuid: createUuid(atMs, randomHex),
    captureUuid: createUuid(atMs, randomHex),
    status: "ASSIGNED",
    statusReason: null,
    assignedAtMs: atMs,
    updatedAtMs: atMs,
    startedAtMs: null,
    endedAtMs: null,
  });
}
