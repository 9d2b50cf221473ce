import type { JobRun } from "../../../../provider/api/endpoints/jobRuns";
import { DispersedError } from "../../../../provider/api/errors/errors";
import {
  attemptGeneration,
  placedAt,
  preferenceOf,
  preferenceOfJob,
  preferring,
} from "../../../../provider/resources/job/preferences";
import { decideAttempt } from "../../../../provider/resources/lifecycle/decideAttempt";
import type { WaitResult } from "../../../../provider/resources/wait/waitForJob";

const uuid = "3fa85f64-5717-4562-b3fc-2c963f66afa6";
const run = { uuid, status: "RUNNING", nodeUrls: [] } as unknown as JobRun;
const preference = (gpuName: string, more: object = {}): object => ({ gpuName, ...more });
const inputs = {
  gpuPreferences: [
    preference("NVIDIA RTX 4090", { allowedRegionCodes: ["eu-west-1", "eu-central-1"] }),
    preference("NVIDIA RTX 4090"),
    { gpuRegistryUuid: uuid },
  ],
};

describe("an attempt", () => {
  const late = new DispersedError("waitTimeout", "late");
  const over = (status: string, rest: object = {}): WaitResult => ({
    reached: false,
    snapshot: { job: { uuid, status }, run: undefined },
    error: new DispersedError("jobEnded", "over"),
    ...rest,
  });
  test.each<[string, WaitResult, ReturnType<typeof decideAttempt>]>([
    ["has a node", { reached: true, snapshot: { job: { uuid, status: "ASSIGNED" }, run } }, "stay"],
    ["ended without a node", over("FAILED"), { next: "noNode" }],
    ["was cancelled without a node", over("CANCELLED"), { next: "noNode" }],
    ["is pending when its window is over", over("PENDING", { error: late }), { next: "noNode" }],
    [
      "ended on a node",
      over("FAILED", { snapshot: { job: { uuid, status: "FAILED" }, run } }),
      "stay",
    ],
    ["has an unknown status", over("DREAMING", { error: late }), "stay"],
    ["was never read", over("", { snapshot: undefined, error: late }), "stay"],
    ["costs too much", over("ASSIGNED", { isOverPriced: true }), { next: "overPriced" }],
    [
      "is no longer waited for",
      over("PENDING", { error: new DispersedError("aborted", "the engine is gone") }),
      "stay",
    ],
  ])("whose job %s is decided", (_what, result, decision) => {
    expect(decideAttempt(result)).toEqual(decision);
  });

  test("is a purchase of its own, the same one each time, and the first has the resource's", () => {
    const drawn = "abcdefghij";
    const all = [0, 1, 2].map((attempt) => attemptGeneration(drawn, attempt));
    expect(all[0]).toBe(drawn);
    expect(new Set(all).size).toBe(3);
    expect(all).toEqual([0, 1, 2].map((attempt) => attemptGeneration(drawn, attempt)));
    expect(all.every((each) => /^[a-z2-7]{10}$/.test(each))).toBe(true);
  });
});

describe("a choice", () => {
  test.each([
    ["the same GPU and regions, in any order", "NVIDIA RTX 4090", ["eu-central-1", "eu-west-1"], 0],
    ["the same GPU and no regions", "NVIDIA RTX 4090", undefined, 1],
    ["the same uuid, spelled otherwise", uuid.toUpperCase(), undefined, 2],
    ["the same GPU in other regions", "NVIDIA RTX 4090", ["us-east-1"], undefined],
    ["the same letters in other regions", "NVIDIA RTX 4090", ["eu-central-1eu-west-1"], undefined],
    ["another GPU", "NVIDIA A100", undefined, undefined],
  ])("is found again by %s", (_how, gpu, allowedRegionCodes, index) => {
    const placed = { gpu, ...(allowedRegionCodes && { allowedRegionCodes }) };
    const found = preferenceOf(inputs, placed);
    expect(found).toBe(index === undefined ? undefined : inputs.gpuPreferences[index]);
  });

  test("is read from a job: by its GPU, and by its regions where that is not enough", () => {
    const of = (job: object): number =>
      inputs.gpuPreferences.findIndex(
        (each) => each === preferenceOfJob(inputs.gpuPreferences, job),
      );
    expect([
      of({ gpuName: "NVIDIA RTX 4090", allowedRegionCodes: ["eu-central-1", "eu-west-1"] }),
      of({ gpuName: "NVIDIA RTX 4090", allowedRegionCodes: [] }),
      of({ gpuRegistryUuid: uuid }),
      of({ gpuName: "NVIDIA A100" }),
      of({ gpuName: "RTX 4090" }),
      of({ gpuName: "NVIDIA RTX 4090 D" }),
    ]).toEqual([0, 1, 2, -1, 1, -1]);
  });

  test("is read from a job by its uuid, where several preferences name one", () => {
    const [first, second] = ["1", "2"].map((digit) => ({
      gpuRegistryUuid: uuid.replace("3", digit),
    }));
    if (first === undefined || second === undefined) throw new Error("there are two");
    expect(preferenceOfJob([first, second], second)).toBe(second);
  });

  test("is written down with its regions, where it has its own", () => {
    const attempts = [{ gpu: "NVIDIA A100", outcome: "placed" }] as const;
    expect([
      placedAt({ gpuName: "NVIDIA A100" }, attempts),
      placedAt({ gpuName: "NVIDIA A100", allowedRegionCodes: ["us-east-1"] }, attempts),
    ]).toStrictEqual([
      { gpu: "NVIDIA A100", attempts },
      { gpu: "NVIDIA A100", allowedRegionCodes: ["us-east-1"], attempts },
    ]);
  });

  test.each([
    {
      name: "with the job's values where the preference has none",
      job: { maxHourlyUsd: 1 },
      preferred: { gpuName: "A", maxHourlyUsd: undefined },
      expected: { gpuName: "A", maxHourlyUsd: 1 },
    },
    {
      name: "with the preference's values where it has them",
      job: { gpuCount: 1, maxHourlyUsd: 1, maxTimeoutAssignMs: 300_000 },
      preferred: { gpuName: "A", maxHourlyUsd: 2 },
      expected: { gpuName: "A", gpuCount: 1, maxHourlyUsd: 2, maxTimeoutAssignMs: 300_000 },
    },
  ])("is ordered $name", ({ job, preferred, expected }) => {
    expect(preferring(job, preferred)).toEqual(expected);
  });
});
