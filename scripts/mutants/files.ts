// The files that decide about money. Unit tests have to notice each mutant of them.

/** Names of files by their room below provider/, without their ending. */
export const files: Readonly<Record<string, readonly string[]>> = {
  api: ["clock"],
  "api/signing": ["canonical", "signing", "signingVariant"],
  "api/errors": ["errors", "permanentFailure"],
  "api/http": [
    ...["classifyAttempt", "client", "describeFailure", "retry", "retryAfter", "retryBudget"],
  ],
  "api/endpoints": ["pagination"],
  "api/polling": ["observations", "pollInterval"],
  "resources/schema": ["diff", "hiddenContext"],
  "resources/job": ["defaults", "expiry", "marker", "preferences", "stackName", "status"],
  "resources/account": [
    ...["batchReader", "confirmGone", "duplicateChecks", "fetchJobs"],
    ...["fileJournal", "journal", "journalFiles", "processJobs", "sharedJobList", "stateJobs"],
  ],
  "resources/pricing": ["jobPriceCap", "stackBudget", "stackCap"],
  "resources/contract": ["accountServices", "checkWithDefaults"],
  "resources/purchase": [
    ...["adoptJob", "cancelDuplicates", "cancelJob", "decideExistingJob", "findExistingJob"],
    ...["findLostJob", "order", "pickJobToKeep", "purchaseJob"],
  ],
  "resources/lifecycle": [
    ...["create", "delete", "drift", "finishWait", "jobKind", "placeJob", "read"],
    ...["resolveUnconfirmed", "state", "update"],
  ],
  "resources/quorum": ["decideQuorum", "memberState"],
};

/** The files of a room, by their paths in the repository. */
export function filesOf(room: string): readonly string[] {
  return (files[room] ?? []).map((name) => `provider/${room}/${name}.ts`);
}
