// What a person sees while a job is waited for.
import { sanitizeOneLine } from "../../api/errors/sanitize";
import { formatDuration } from "../schema/duration";
import type { JobSnapshot } from "../job/outputsFromApi";

/** `PENDING 42s: waiting for a node, assign window ends in 4m18s` */
export function progressLine({ job }: JobSnapshot, elapsedMs: number): string {
  const status = sanitizeOneLine(job.status);
  const line = `${status} ${formatDuration(elapsedMs)}`;
  switch (status) {
    case "PENDING":
      return `${line}: waiting for a node${windowEnd("assign", job.maxTimeoutAssignMs, elapsedMs)}`;
    case "ASSIGNED":
    case "PREPARING":
      return `${line}: a node prepares${windowEnd("start", job.maxTimeoutStartMs, elapsedMs)}`;
    default:
      return line;
  }
}

/** Reckoned from the beginning of the wait; nothing once that cannot be right any more. */
function windowEnd(name: string, windowMs: number | undefined, elapsedMs: number): string {
  if (windowMs === undefined || windowMs <= elapsedMs) return "";
  return `, ${name} window ends in ${formatDuration(windowMs - elapsedMs)}`;
}
