// The life of a resource that is one job, however the job comes into being.
import type { ResourceDefinition } from "./definition";
import { createJobResource } from "./jobCreate";
import { deleteJobResource } from "./jobDelete";
import { jobDrift } from "./jobDrift";
import type { JobKind } from "./jobKind";
import { readJobResource } from "./jobRead";
import { noticeJob } from "./jobRecord";
import { updateJobResource } from "./jobUpdate";

type Life = Pick<ResourceDefinition, "drift" | "notice" | "create" | "read" | "update" | "delete">;

/** The operations of a resource that is one job. */
export function jobLife(kind: JobKind): Life {
  return {
    drift: jobDrift,
    notice: noticeJob,
    create: (effects, inputs) => createJobResource(kind, effects, inputs),
    read: (effects, id, outputs) => readJobResource(kind, effects, id, outputs),
    update: updateJobResource,
    delete: deleteJobResource,
  };
}
