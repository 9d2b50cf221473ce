// Cancels one orphan. The list it was found in is old by now, so the job is read again, and only one
// that still carries the same marker is cancelled.
import { getJob } from "../../provider/api/endpoints/jobs";
import { isDispersedError, errorMessage } from "../../provider/api/errors/errors";
import { sanitizeOneLine } from "../../provider/api/errors/sanitize";
import type { Connection } from "../../provider/host/providerProcess";
import { cancelUntilEnded } from "../../provider/resources/purchase/cancelJob";
import { formatDuration } from "../../provider/resources/schema/duration";
import { currentKey } from "../../provider/resources/account/confirmGone";
import { isEnded } from "../../provider/resources/job/status";
import { markerText, readMarked } from "../../provider/resources/job/marker";
import type { Orphan } from "../orphans/decideOrphans";

/** What happened to an orphan. */
export interface Ending {
  readonly uuid: string;
  /** `ended`: it had ended before it was touched. `left`: it may be alive, and may be billed. */
  readonly result: "cancelled" | "ended" | "left";
  readonly detail: string;
}

/** Cancels an orphan and returns when it has ended, or cannot be ended. Never throws. */
export async function endOrphan(
  connection: Connection,
  orphan: Orphan,
  timeoutMs: number,
): Promise<Ending> {
  const { uuid } = orphan.job;
  try {
    const now = await getJob(connection.api, uuid);
    const { marker } = readMarked(now.description);
    if (marker === undefined || markerText(marker) !== markerText(orphan.marker)) {
      const detail = "its description no longer carries the marker; not cancelled";
      return { uuid, result: "left", detail };
    }
    if (isEnded(now.status)) {
      return { uuid, result: "ended", detail: `had already ended: ${sanitizeOneLine(now.status)}` };
    }
    await cancelUntilEnded(
      { ...connection, redact: (text) => text },
      { uuid, lastKey: currentKey(connection.api), timeoutMs },
    );
    return { uuid, result: "cancelled", detail: "cancelled" };
  } catch (error) {
    return { uuid, result: "left", detail: whyLeft(error, timeoutMs) };
  }
}

function whyLeft(error: unknown, timeoutMs: number): string {
  if (!isDispersedError(error) || error.kind !== "waitTimeout") return errorMessage(error);
  return (
    `has not ended ${formatDuration(timeoutMs)} after the request to cancel it, and may still be ` +
    "billed; run sweep again, or check it in the console"
  );
}
