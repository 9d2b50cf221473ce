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
    files: api("signing", "canonical"),
    tests: ["api/signing", "api/canonical"],
  },
  {
    name: "clock",
    files: api("clock", "dialect"),
    tests: ["api/clock", "api/dialect"],
  },
  {
    name: "retry",
    files: [...api("outcome", "retry", "retryAfter", "retryBudget"), ...resources("refusal")],
    tests: ["api/outcome", "api/retry", "api/retryAfter", "api/traffic", "resources/refusal"],
  },
  {
    name: "errors",
    files: api("errors", "failure"),
    tests: ["api/errors", "api/failure", "api/client"],
  },
  { name: "client", files: api("client"), tests: ["api/client", "api/debugLog", "api/traffic"] },
  {
    name: "looks",
    files: api("sightings", "pollInterval"),
    tests: ["api/sightings", "api/pollInterval", "api/sharedPoller"],
  },
  {
    name: "reader",
    files: resources("jobReader", "sharedLooks", "observe"),
    tests: ["resources/jobReader", "resources/sharedLooks", "resources/observe"],
  },
  {
    name: "marker",
    files: resources("marker", "stackName", "jobKind", "context"),
    tests: ["resources/marker", "resources/stackName", "resources/jobKind", "resources/context"],
  },
  {
    name: "ownJobs",
    files: resources("survivor", "ownedJob", "ownJobs"),
    tests: ["resources/survivor", "resources/ownedJob", "resources/ownJobs"],
  },
  { name: "journal", files: resources("journal"), tests: ["resources/journal"] },
  {
    name: "reconcile",
    files: [...api("pagination"), ...resources("purchase", "reconcile", "jobBoard")],
    tests: ["api/pagination", "resources/purchase", "resources/reconcile", "resources/jobBoard"],
  },
  {
    name: "buying",
    files: resources("buyJob", "lookBeforeBuying", "duplicates", "lastLooks"),
    tests: [
      "resources/buyJob",
      "resources/lostPurchase",
      "resources/lookBeforeBuying",
      "resources/duplicates",
      "resources/lastLooks",
    ],
  },
  {
    name: "delete",
    files: resources("jobDelete", "cancel", "gone"),
    tests: ["resources/jobLife", "resources/deletes", "resources/sharedJob"],
  },
  {
    name: "create",
    files: resources("jobCreate", "afterWait", "jobRecord"),
    tests: ["resources/jobLife", "resources/creates", "resources/reads", "resources/updates"],
  },
  {
    name: "update",
    files: resources("jobRead", "jobUpdate", "unconfirmed"),
    tests: [
      "resources/jobLife",
      "resources/reads",
      "resources/updates",
      "resources/forgotten",
      "resources/unconfirmed",
      "resources/unconfirmedRead",
      "resources/expiry",
    ],
  },
  {
    name: "limits",
    files: resources("adoption", "priceCap", "expiry"),
    tests: ["resources/expiry", "resources/adoption", "resources/priceCap"],
  },
  {
    name: "placement",
    files: resources("placement", "placeJob"),
    tests: ["resources/placement", "resources/placeJob"],
  },
  {
    name: "stackCap",
    files: resources("stackRoom", "stackBudget"),
    tests: ["resources/stackRoom", "resources/stackBudget"],
  },
  {
    name: "defaults",
    files: resources("defaults", "checkWithDefaults"),
    tests: ["resources/defaults"],
  },
  {
    name: "quorum",
    files: resources("quorum/decideQuorum", "quorum/standing"),
    tests: [
      "resources/quorum/decideQuorum",
      "resources/quorum/standing",
      "resources/quorum/waitForQuorum",
    ],
  },
  {
    name: "diff",
    files: resources("diff", "jobDrift", "jobStatus"),
    tests: [
      "resources/diff",
      "resources/meaning",
      "resources/jobDrift",
      "resources/jobStatus",
      "resources/expiry",
    ],
  },
];
