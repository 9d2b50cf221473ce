// The life of a resource that is one job, however the job comes into being.
import { recallPurchases, recallUnrecordedJobs } from "../purchase/interruptedPurchases";
import { inheritDefaults } from "../job/defaults";
import type { ResourceDefinition } from "../contract/definition";
import { createJobResource } from "./create";
import { deleteJobResource } from "./delete";
import { jobDrift } from "./drift";
import { jobImports } from "./imports";
import type { JobKind } from "./jobKind";
import { planJobUpdate } from "./plan";
import { readJobResource } from "./read";
import { recordJobInState } from "./state";
import { readJobState } from "../job/outputs";
import { hasEnded, isKnownGone } from "./lostJob";
import { recallDoubledRequest } from "../purchase/overdueDuplicates";
import { updateJobResource } from "./update";

type Life = Omit<ResourceDefinition, "type" | "description" | "inputs" | "outputs" | "rules">;

/** The operations of a resource that is one job. */
export function jobLife(kind: JobKind): Life {
  return {
    inherit: inheritDefaults,
    drift: jobDrift,
    planUpdate: planJobUpdate,
    recordState: recordJobInState,
    recall: (journal, outputs, inputs) => [
      ...recallPurchases(journal, outputs, inputs),
      ...recallUnrecordedJobs(journal, outputs, inputs),
      ...recallDoubledRequest(journal, outputs),
    ],
    create: (effects, inputs) => createJobResource(kind, effects, inputs),
    read: (effects, id, outputs) => readJobResource(kind, effects, id, outputs),
    update: (effects, id, outputs, inputs) => updateJobResource(kind, effects, id, outputs, inputs),
    delete: deleteJobResource,
    // Of an unconfirmed purchase only an update knows whether the user names its job.
    mayChange: (outputs) =>
      !hasEnded(outputs) && !isKnownGone(outputs) && readJobState(outputs).uuid !== undefined,
    imports: jobImports(kind),
  };
}
