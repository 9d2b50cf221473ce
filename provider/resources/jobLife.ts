// The life of a resource that is one job, however the job comes into being.
import { recallPurchases } from "./announcedPurchases";
import { inheritDefaults } from "./defaults";
import type { ResourceDefinition } from "./definition";
import { createJobResource } from "./jobCreate";
import { deleteJobResource } from "./jobDelete";
import { jobDrift } from "./jobDrift";
import { jobImports } from "./jobImports";
import type { JobKind } from "./jobKind";
import { planJobUpdate } from "./jobPlan";
import { readJobResource } from "./jobRead";
import { noticeJob } from "./jobRecord";
import { isEnded } from "./jobStatus";
import { isKnownGone } from "./lostJob";
import { recallDoubledRequest } from "./overdueDuplicates";
import { updateJobResource } from "./jobUpdate";

type Life = Omit<ResourceDefinition, "type" | "description" | "inputs" | "outputs" | "rules">;

/** The operations of a resource that is one job. */
export function jobLife(kind: JobKind): Life {
  return {
    inherit: inheritDefaults,
    drift: jobDrift,
    planUpdate: planJobUpdate,
    notice: noticeJob,
    recall: (journal, outputs) => [
      ...recallPurchases(journal, outputs),
      ...recallDoubledRequest(journal, outputs),
    ],
    create: (effects, inputs) => createJobResource(kind, effects, inputs),
    read: (effects, id, outputs) => readJobResource(kind, effects, id, outputs),
    update: updateJobResource,
    delete: deleteJobResource,
    mayChange: (outputs) => !isEnded(String(outputs["status"])) && !isKnownGone(outputs),
    imports: jobImports(kind),
  };
}
