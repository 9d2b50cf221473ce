// How an orphan is shown: a few facts, never the whole job, which may hold tokens.
import { sanitizeOneLine } from "../../provider/api/errors/sanitize";
import { markerText } from "../../provider/resources/job/marker";
import { withoutPassword } from "../../provider/resources/schema/embeddedSecrets";
import { tableOf } from "../table";
import type { Held, Orphan } from "./decideOrphans";
import { wordsOf } from "./heldWords";

/** An orphan in the output of `--json`. */
export interface OrphanFacts {
  readonly uuid: string;
  readonly status: string;
  readonly task: string | undefined;
  readonly title: string | undefined;
  readonly image: string | undefined;
  readonly gpuName: string | undefined;
  readonly createdAt: string | undefined;
  readonly stack: string | undefined;
  readonly requestedFor: string | undefined;
  readonly held: Held | undefined;
  readonly marker: string;
}

/** The facts of an orphan, cleaned. */
export function orphanFactsOf({ job, marker, stack, requestedFor, held }: Orphan): OrphanFacts {
  const clean = (text: string | undefined): string | undefined =>
    text === undefined ? undefined : sanitizeOneLine(text);
  return {
    uuid: job.uuid,
    status: sanitizeOneLine(job.status),
    task: clean(job.task),
    title: clean(job.title),
    image: clean(job.image === undefined ? undefined : withoutPassword(job.image)),
    gpuName: clean(job.gpuName),
    createdAt: clean(job.createdAt),
    stack: clean(stack),
    requestedFor: clean(requestedFor),
    held,
    marker: markerText(marker),
  };
}

/** The orphans as a table. */
export function orphanTable(orphans: readonly Orphan[]): string {
  return tableOf(
    ["uuid", "status", "task", "title", "image", "created", "stack", "held", "marker"],
    orphans.map((orphan) => {
      const { uuid, status, task, title, image, createdAt, stack, requestedFor, held, marker } =
        orphanFactsOf(orphan);
      return [
        ...[uuid, status, task, title, image, createdAt],
        stack ?? unreadStack(requestedFor),
        held === undefined ? "" : wordsOf(held, orphan).cell,
        marker,
      ];
    }),
  );
}

function unreadStack(requestedFor: string | undefined): string {
  return requestedFor === undefined ? "not read" : `${requestedFor}, not read`;
}
