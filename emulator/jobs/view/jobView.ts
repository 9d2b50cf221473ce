import {
  type AnswerKnobs,
  type AnswerPlace,
  atPlace,
  type DescriptionForm,
} from "../../knobs/answerKnobs";
import type { Job } from "../job";
import { maskSecrets } from "./maskSecrets";

/** How jobs are shown. */
export type ViewSettings = Pick<
  AnswerKnobs,
  "maskSecrets" | "descriptionLimit" | "descriptionForm"
>;

/** A job as the API answers it: by default every property is present, `null` where unset. */
export interface JobView {
  readonly [property: string]: unknown;
  readonly created_at: string;
}

/** Shows a job as it is answered at a place. */
export function viewJob(job: Job, settings: ViewSettings, place: AnswerPlace): JobView {
  const { description, ...request } = job.request;
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
    ...viewDescription(description, settings, place),
    parameters: settings.maskSecrets ? maskSecrets(request.parameters) : request.parameters,
    timeout_assign_at_ms: job.createdAtMs + request.max_timeout_assign_ms,
    image_size_bytes: null,
    container_access_tokens: [{ token: job.accessToken }],
    source_recipe_uuid: job.recipeUuid,
  };
}

/** No property at all where it is to be missing. */
function viewDescription(
  text: string | null,
  { descriptionForm, descriptionLimit }: ViewSettings,
  place: AnswerPlace,
): { description?: string | null } {
  const form = atPlace(descriptionForm, place, "whole");
  const limit = atPlace(descriptionLimit, place, null);
  if (form === "missing") {
    return {};
  }
  return {
    description: text === null ? null : (reshape(text, form)?.slice(0, limit ?? undefined) ?? null),
  };
}

function reshape(text: string, form: Exclude<DescriptionForm, "missing">): string | null {
  switch (form) {
    case "whole":
      return text;
    case "trimmed":
      return text.trim();
    case "one-line":
      return text.replaceAll(/\s+/g, " ");
    case "null":
      return null;
  }
}

/** A time as the API writes it. */
export function isoTime(atMs: number): string {
  return new Date(atMs).toISOString();
}
