import { checkArgs } from "../../../provider/resources/functions/checkArgs";
import { functions } from "../../../provider/resources/functions/registry";

const uuid = "3fa85f64-5717-4562-b3fc-2c963f66afa6";
const word = "must be one word, such as RUNNING";
const ledger = "getLedgerTransactions";
const [day, later] = ["2025-01-01", "2025-02-01"];
const period = "is required: a period has a beginning and an end";

/** What is wrong with arguments, as `property reason`. */
function wrong(name: string, args: Record<string, unknown>): string[] {
  const definition = functions.find((candidate) => candidate.name === name);
  if (definition === undefined) throw new Error(`there is no ${name}`);
  return checkArgs(definition, args).map(({ property, reason }) => `${property} ${reason}`);
}

test.each<[string, Record<string, unknown>]>([
  ["getJobs", { statuses: ["RUNNING"], task: "BATCH", uuids: [uuid], limit: 1000 }],
  ["getRecipes", { isOfficial: false }],
  ["getGpus", { minVramGb: 0 }],
  ["getOffers", { gpuName: "RTX 4090", gpuCount: 0, allowedRegionCodes: ["us-east-1"] }],
  ["getLedgerTransactions", { createdFrom: "2025-01-01", createdTo: "2025-01-01" }],
])("%s takes %p", (name, args) => {
  expect(wrong(name, args)).toEqual([]);
});

test.each<[string, Record<string, unknown>, string]>([
  ["getJob", {}, "uuid is required"],
  ["getJob", { uuid, uid: 1 }, "uid is not a property of getJob; did you mean uuid?"],
  ["getJobs", { limit: 1001 }, "limit must be at most 1000"],
  ["getJobs", { statuses: [] }, "statuses must not be empty; leave it out for all"],
  ["getJobs", { statuses: ["A,B"] }, `statuses[0] ${word}`],
  ["getJobLogs", {}, "jobUuid is required, unless runUuid is given"],
  ["getJobLogs", { jobUuid: uuid, runUuid: uuid }, "runUuid excludes jobUuid: give one of them"],
  ["getOffers", { gpuName: "A,B" }, "gpuName must not be empty and holds no comma"],
  [ledger, { createdFrom: day }, `createdTo ${period}`],
  [ledger, { createdFrom: later, createdTo: day }, "createdTo must not be before createdFrom"],
  [
    ledger,
    { createdFrom: "soon", createdTo: day },
    "createdFrom must be a day, such as 2025-01-31",
  ],
])("%s refuses %p", (name, args, expected) => {
  expect(wrong(name, args)).toEqual([expected]);
});
