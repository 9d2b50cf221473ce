import fc from "fast-check";

import {
  pickJobToKeep,
  type Candidate,
} from "../../../../provider/resources/purchase/pickJobToKeep";

const candidate = (status: string, createdAt?: string, uuid = "b"): Candidate => ({
  uuid,
  status,
  createdAt,
});

describe("of several jobs, the one to keep", () => {
  test.each([
    ["RUNNING", "PREPARING"],
    ["PREPARING", "ASSIGNED"],
    ["ASSIGNED", "PENDING"],
    ["PENDING", "PAUSED"],
    ["PAUSED", "COMPLETED"],
  ])("is the one that is %s, not the older one that is %s", (better, worse) => {
    const jobs = [candidate(worse, "2026-01-01"), candidate(better, "2026-01-02", "a")];
    expect(pickJobToKeep(jobs)).toBe(jobs[1]);
  });

  test("is the older one of two that are equally far", () => {
    const jobs = [candidate("PENDING", "2026-01-02", "a"), candidate("PENDING", "2026-01-01")];
    expect(pickJobToKeep(jobs)).toBe(jobs[1]);
  });

  test("is told by the uuid where all else is equal", () => {
    const jobs = [candidate("PENDING", undefined, "b"), candidate("PENDING", undefined, "a")];
    expect(pickJobToKeep(jobs)?.uuid).toBe("a");
  });
});

test("B24: everybody who looks keeps the same job, in whatever order the jobs are listed", () => {
  const jobs = fc.uniqueArray(
    fc.record({
      uuid: fc.uuid(),
      status: fc.constantFrom("RUNNING", "ASSIGNED", "PENDING", "PAUSED", "FAILED"),
      createdAt: fc.constantFrom(undefined, "2026-01-01", "2026-01-02"),
    }),
    { selector: ({ uuid }) => uuid, minLength: 1, maxLength: 6 },
  );
  const shuffled = jobs.chain((list) =>
    fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
  );
  fc.assert(
    fc.property(shuffled, ([some, others]) => {
      expect(pickJobToKeep(others)?.uuid).toBe(pickJobToKeep(some)?.uuid);
    }),
  );
});
