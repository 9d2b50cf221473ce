// How an orphan is shown: a few facts, never the whole job, which may hold tokens.
import { printable } from "../../provider/api/printable";
import { markerText } from "../../provider/resources/marker";
import { withoutPassword } from "../../provider/resources/secretParts";
import { tableOf } from "../table";
import type { Orphan } from "./findOrphans";

/** An orphan as `--json` tells it. */
export interface OrphanFacts {
  readonly uuid: string;
  readonly status: string;
  readonly task: string | undefined;
  readonly title: string | undefined;
  readonly image: string | undefined;
  readonly gpuName: string | undefined;
  readonly createdAt: string | undefined;
  readonly marker: string;
}

/** The facts of an orphan, cleaned. */
export function orphanFactsOf({ job, marker }: Orphan): OrphanFacts {
  const clean = (text: string | undefined): string | undefined =>
    text === undefined ? undefined : printable(text);
  return {
    uuid: job.uuid,
    status: printable(job.status),
    task: clean(job.task),
    title: clean(job.title),
    image: clean(job.image === undefined ? undefined : withoutPassword(job.image)),
    gpuName: clean(job.gpuName),
    createdAt: clean(job.createdAt),
    marker: markerText(marker),
  };
}

/** The orphans as a table. */
export function orphanTable(orphans: readonly Orphan[]): string {
  return tableOf(
    ["uuid", "status", "task", "title", "image", "created", "marker"],
    orphans
      .map(orphanFactsOf)
      .map(({ uuid, status, task, title, image, createdAt, marker }) => [
        ...[uuid, status, task, title, image, createdAt, marker],
      ]),
  );
}

/** How many orphans, in words. */
export function countOf(count: number): string {
  return count === 1 ? "1 orphan" : `${count} orphans`;
}
