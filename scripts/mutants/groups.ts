// Which files are mutated, in the order of what a mistake costs, and which tests have to notice. Each
// file stands against the tests that are about it, and not against all that happen to pass through:
// the score is lower for it, and a run takes minutes instead of hours.

/** Files that are mutated together. */
export interface Group {
  readonly name: string;
  readonly files: readonly string[];
  /** Files in `tests/unit`, without their ending. */
  readonly tests: readonly string[];
}

const api = (...names: readonly string[]): string[] =>
  names.map((name) => `provider/api/${name}.ts`);
const resources = (...names: readonly string[]): string[] =>
  names.map((name) => `provider/resources/${name}.ts`);

export const groups: readonly Group[] = [
  {
    name: "signing",
    files: api("signing/signing", "signing/canonical"),
    tests: ["api/signing/signing", "api/signing/canonical"],
  },
  {
    name: "clock",
    files: api("clock", "signing/signingVariant"),
    tests: ["api/clock", "api/signing/signingVariant"],
  },
  {
    name: "retry",
    files: [
      ...api("http/classifyAttempt", "http/retry", "http/retryAfter", "http/retryBudget"),
      ...api("errors/permanentFailure"),
    ],
    tests: [
      "api/http/classifyAttempt",
      "api/http/retry",
      "api/http/retryAfter",
      "api/http/requestScheduler",
      "api/errors/permanentFailure",
    ],
  },
  {
    name: "errors",
    files: api("errors/errors", "http/describeFailure"),
    tests: ["api/errors/errors", "api/http/describeFailure", "api/http/client"],
  },
  {
    name: "client",
    files: api("http/client"),
    tests: ["api/http/client", "api/http/debugLog", "api/http/requestScheduler"],
  },
  {
    name: "looks",
    files: api("polling/observations", "polling/pollInterval"),
    tests: ["api/polling/observations", "api/polling/pollInterval", "api/polling/sharedPoller"],
  },
  {
    name: "reader",
    files: resources("account/batchReader", "contract/accountServices", "account/fetchJobs"),
    tests: [
      "resources/account/batchReader",
      "resources/contract/accountServices",
      "resources/account/observe",
    ],
  },
  {
    name: "marker",
    files: resources("job/marker", "job/stackName", "lifecycle/jobKind", "schema/hiddenContext"),
    tests: [
      "resources/job/marker",
      "resources/job/stackName",
      "resources/lifecycle/jobKind",
      "resources/schema/hiddenContext",
    ],
  },
  {
    name: "processJobs",
    files: resources("purchase/pickJobToKeep", "purchase/decideExistingJob", "account/processJobs"),
    tests: [
      "resources/purchase/pickJobToKeep",
      "resources/purchase/decideExistingJob",
      "resources/account/processJobs",
    ],
  },
  { name: "journal", files: resources("account/journal"), tests: ["resources/account/journal"] },
  {
    name: "reconcile",
    files: [
      ...api("endpoints/pagination"),
      ...resources("purchase/order", "purchase/findLostJob", "account/sharedJobList"),
    ],
    tests: [
      "api/endpoints/pagination",
      "resources/purchase/order",
      "resources/purchase/findLostJob",
      "resources/account/sharedJobList",
    ],
  },
  {
    name: "buying",
    files: resources(
      "purchase/purchaseJob",
      "purchase/findExistingJob",
      "purchase/cancelDuplicates",
      "account/duplicateChecks",
    ),
    tests: [
      "resources/purchase/purchaseJob",
      "resources/purchase/lostPurchase",
      "resources/purchase/findExistingJob",
      "resources/purchase/cancelDuplicates",
      "resources/account/duplicateChecks",
    ],
  },
  {
    name: "delete",
    files: resources("lifecycle/delete", "purchase/cancelJob", "account/confirmGone"),
    tests: [
      "resources/lifecycle/jobLifecycle",
      "resources/lifecycle/deletes",
      "resources/lifecycle/sharedJob",
    ],
  },
  {
    name: "create",
    files: resources("lifecycle/create", "lifecycle/finishWait", "lifecycle/state"),
    tests: [
      "resources/lifecycle/jobLifecycle",
      "resources/lifecycle/creates",
      "resources/lifecycle/reads",
      "resources/lifecycle/updates",
    ],
  },
  {
    name: "update",
    files: resources("lifecycle/read", "lifecycle/update", "lifecycle/resolveUnconfirmed"),
    tests: [
      "resources/lifecycle/jobLifecycle",
      "resources/lifecycle/reads",
      "resources/lifecycle/updates",
      "resources/lifecycle/forgotten",
      "resources/lifecycle/resolveUnconfirmed",
      "resources/lifecycle/unconfirmedRead",
      "resources/job/expiry",
    ],
  },
  {
    name: "limits",
    files: resources("purchase/adoptJob", "pricing/jobPriceCap", "job/expiry"),
    tests: ["resources/job/expiry", "resources/purchase/adoptJob", "resources/pricing/jobPriceCap"],
  },
  {
    name: "placement",
    files: resources("job/preferences", "lifecycle/placeJob"),
    tests: ["resources/job/preferences", "resources/lifecycle/placeJob"],
  },
  {
    name: "stackCap",
    files: resources("pricing/stackCap", "pricing/stackBudget"),
    tests: ["resources/pricing/stackCap", "resources/pricing/stackBudget"],
  },
  {
    name: "defaults",
    files: resources("job/defaults", "contract/checkWithDefaults"),
    tests: ["resources/job/defaults"],
  },
  {
    name: "quorum",
    files: resources("quorum/decideQuorum", "quorum/memberState"),
    tests: [
      "resources/quorum/decideQuorum",
      "resources/quorum/memberState",
      "resources/quorum/waitForQuorum",
    ],
  },
  {
    name: "diff",
    files: resources("schema/diff", "lifecycle/drift", "job/status"),
    tests: [
      "resources/schema/diff",
      "resources/schema/meaning",
      "resources/lifecycle/drift",
      "resources/job/status",
      "resources/job/expiry",
    ],
  },
];
