// When a job has to end, by the service's clock.
import { getJob } from "../../api/endpoints/jobs";
import { contextOf } from "../schema/hiddenContext";
import type { OperationContext, ResourceEffects, ServiceAccess } from "../contract/effects";
import type { Properties } from "../schema/types";
import { expiresAtOf, isReckoned } from "../job/expiry";
import { readJobState } from "../job/outputs";
import { isNotFound } from "../account/confirmGone";

/** When a job of the state is to end, after a read of it; computed now if it never was. */
export function endOfLifeSeen(
  { api, clock }: Pick<ResourceEffects, "api" | "clock">,
  expiresAfter: string | undefined,
  outputs: Properties,
  createdAt: string | undefined,
): string | undefined {
  return expiresAtOf(expiresAfter, {
    createdAt,
    boughtAtMs: contextOf(outputs).postedAtMs,
    clockOffsetMs: api.clockOffsetMs,
    nowMs: clock.nowMs(),
    outputs,
  });
}

/**
 * When a job of the state is to end. If it was never computed, the service's clock is read first:
 * by a slow clock, a young job would seem expired.
 */
export async function endOfLife(
  effects: ServiceAccess & OperationContext,
  uuid: string,
  expiresAfter: string | undefined,
  outputs: Properties,
): Promise<string | undefined> {
  if (expiresAfter === undefined) return undefined;
  const { createdAt } = readJobState(outputs);
  const seenAt = isReckoned(outputs) ? undefined : await askCreation(effects, uuid);
  return endOfLifeSeen(effects, expiresAfter, outputs, createdAt ?? seenAt);
}

/** Any response shows the client the service's time. */
async function askCreation(
  { api, signal }: ServiceAccess & OperationContext,
  uuid: string,
): Promise<string | undefined> {
  try {
    return (await getJob(api, uuid, signal)).createdAt;
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}
