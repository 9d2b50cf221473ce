// The end of one orphan. The list it was found in is old by now, so nothing is believed of it: the
// job is read again, and only one that still carries the same marker is cancelled.
import { getJob } from "../../provider/api/endpoints/jobs";
import { isDispersedError, messageOf } from "../../provider/api/errors";
import { printable } from "../../provider/api/printable";
import type { Connection } from "../../provider/pulumi/connection";
import { cancelUntilEnded } from "../../provider/resources/cancel";
import { formatDuration } from "../../provider/resources/duration";
import { keyName } from "../../provider/resources/gone";
import { isEnded } from "../../provider/resources/jobStatus";
import { markerText, ownerText, readMarked } from "../../provider/resources/marker";
import type { Orphan } from "../orphans/findOrphans";

/** What became of an orphan. */
export interface Ending {
  readonly uuid: string;
  /** `ended`: it was over before it was touched. `left`: it may be alive, and may bill. */
  readonly result: "cancelled" | "ended" | "left";
  readonly detail: string;
}

/** Ends an orphan and returns when its end was seen, or is not to be had. Never throws. */
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
      const detail = "its description does not carry the marker any more; it was not touched";
      return { uuid, result: "left", detail };
    }
    if (isEnded(now.status)) {
      return { uuid, result: "ended", detail: `had ended already: ${printable(now.status)}` };
    }
    await cancelUntilEnded(
      { ...connection, redact: (text) => text },
      { uuid, lastKey: keyName(connection.api.config.publicKey.value), timeoutMs },
    );
    forget(connection, orphan);
    return { uuid, result: "cancelled", detail: "cancelled" };
  } catch (error) {
    return { uuid, result: "left", detail: whyLeft(error, timeoutMs) };
  }
}

/** What ended is no purchase that an interrupted run left behind. */
function forget({ journal }: Connection, { job, marker }: Orphan): void {
  const owner = ownerText(marker);
  const isThisJob = journal
    .entriesOf(owner)
    .some(
      ({ generation, uuid = job.uuid }) => generation === marker.generation && uuid === job.uuid,
    );
  if (isThisJob) journal.remove(owner, marker.generation);
}

function whyLeft(error: unknown, timeoutMs: number): string {
  if (!isDispersedError(error) || error.kind !== "waitTimeout") return messageOf(error);
  return (
    `is not over ${formatDuration(timeoutMs)} after the request to cancel it, and may still bill; ` +
    "sweep again, or look at it in the console"
  );
}
