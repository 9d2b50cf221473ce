import type { Settings } from "../settings";
import type { Job } from "./job";
import { maskSecrets } from "./maskSecrets";

/** How jobs are shown. */
export type ViewSettings = Pick<Settings, "maskSecrets" | "descriptionLimit">;

/** A job as the API answers it: every property is present, `null` where unset. */
export interface JobView {
  readonly [property: string]: unknown;
  readonly created_at: string;
}

/** Shows a job. */
export function viewJob(job: Job, settings: ViewSettings): JobView {
  const { request } = job;
  return {
    object: "job",
    uuid: job.uuid,
    created_at: isoTime(job.createdAtMs),
    updated_at: isoTime(job.updatedAtMs),
    started_at: job.startedAtMs === null ? null : isoTime(job.startedAtMs),
    // A failed or cancelled job has no completion, but its end is the nearest thing to one.
    completed_at: job.endedAtMs === null ? null : isoTime(job.endedAtMs),
    status: job.status,
    status_reason: job.statusReason,
    ...request,
    description: cut(request.description, settings.descriptionLimit),
    parameters: settings.maskSecrets ? maskSecrets(request.parameters) : request.parameters,
    timeout_assign_at_ms: job.createdAtMs + request.max_timeout_assign_ms,
    image_size_bytes: null,
    container_access_tokens: [{ token: job.accessToken }],
    source_recipe_uuid: job.recipeUuid,
  };
}

function cut(text: string | null, limit: number | null): string | null {
  return limit === null ? text : (text?.slice(0, limit) ?? null);
}

/** A time as the API writes it. */
export function isoTime(atMs: number): string {
  return new Date(atMs).toISOString();
}
