// The inputs that are a choice among words. Each has a name, and so is an enum in every language's SDK.
import * as z from "zod";

/** What `dispersed:defaults` may hold. */
export const defaultNames = [
  "registry",
  "allowedIps",
  "allowedRegionCodes",
  "maxHourlyUsd",
  "expiresAfter",
] as const;

/** The kind of a job. */
export const taskInput = z.enum(["BATCH", "PERSISTENT"], "must be BATCH or PERSISTENT").meta({
  typeName: "Task",
  description: "The kind of a job.",
  meanings: {
    BATCH: "Runs to completion, and is billed for its run.",
    PERSISTENT: "Runs, and is billed by the hour, until it is cancelled.",
  },
});

/** A status that a job keeps. */
export const finalStatus = z
  .enum(["COMPLETED", "FAILED", "CANCELLED"], "must be COMPLETED, FAILED or CANCELLED")
  .meta({
    typeName: "FinalStatus",
    description: "A status that a job keeps.",
    meanings: {
      COMPLETED: "The job ran to its end.",
      FAILED: "The job failed, or the service could not run it.",
      CANCELLED: "The job was cancelled.",
    },
  });

/** What becomes of a live job whose wait failed. */
export const createFailureAction = z.enum(["keep", "cancel"], "must be keep or cancel").meta({
  typeName: "OnCreateFailure",
  description: "What to do with a live job when waiting for it fails or times out.",
  meanings: {
    keep: "Keep the job, and its bill. The next `up` continues to wait.",
    cancel: "Cancel the job.",
  },
});

/** A member of `dispersed:defaults`. */
export const defaultName = z
  .enum(defaultNames, `must be one of ${defaultNames.join(", ")}`)
  .meta({ typeName: "DefaultName", description: "A member of `dispersed:defaults`." });
