// What listings prove of a job that answers 404: the table of cases.
import type { ListingProgress } from "../../../../provider/api/endpoints/pagination";
import {
  judgeListing,
  judgeListingByUuid,
  type AbsenceVerdict,
  type ShownJobs,
} from "../../../../provider/resources/account/proofOfAbsence";

const [job, witness, stranger] = ["job", "witness", "stranger"];
const created = "2024-02-02T20:00:00Z";

/** A listing that shows these jobs, by default read whole and in order. */
const shows = (
  uuids: readonly string[],
  progress: Partial<ListingProgress> = {},
  oldest?: string,
): ShownJobs => ({
  uuids: new Set(uuids),
  oldest,
  progress: {
    pages: 1,
    items: uuids.length,
    total: uuids.length,
    hasShrunk: false,
    isReadable: true,
    isOrdered: true,
    isJoined: false,
    hasEnded: true,
    ...progress,
  },
});

describe("a listing by uuid, of the job and one that lives,", () => {
  test.each<[string, ShownJobs, AbsenceVerdict]>([
    ["that shows the one that lives and nothing else", shows([witness]), "gone"],
    ["without a total", shows([witness], { total: undefined }), "gone"],
    ["that shows both", shows([witness, job]), "listed"],
    ["that shows the job alone", shows([job]), "listed"],
    ["that shows neither", shows([]), "unproven"],
    ["that was not filtered", shows([witness, stranger]), "unproven"],
    ["that shows another in their place", shows([stranger]), "unproven"],
    ["that tells of one more than it shows", shows([witness], { total: 2 }), "unproven"],
    ["with something unreadable", shows([witness], { isReadable: false }), "unproven"],
    ["that does not end", shows([witness], { hasEnded: false }), "unproven"],
  ])("%s: %s", (_name, listing, verdict) => {
    expect(judgeListingByUuid(job, witness, listing)).toBe(verdict);
  });
});

describe("a listing of all jobs", () => {
  const dayBefore = "2024-02-01T19:59:59Z";
  const open = { hasEnded: false, total: 900 } as const;

  test.each<[string, ShownJobs, AbsenceVerdict]>([
    ["read whole", shows([witness]), "gone"],
    ["that is whole in no order", shows([witness], { isOrdered: false }), "gone"],
    ["that shows the job", shows([witness, job], { isReadable: false }), "listed"],
    ["with less than its first page told of", shows([witness], { total: 2 }), "unproven"],
    ["that shrank", shows([witness], { hasShrunk: true }), "unproven"],
    ["without a total", shows([witness], { total: undefined }), "unproven"],
    ["with something unreadable", shows([witness], { isReadable: false }), "unproven"],
    ["down to a day before the job", shows([witness], open, dayBefore), "gone"],
    ["down to just a day before it", shows([witness], open, "2024-02-01T20:00:00Z"), "unproven"],
    ["down to two days before, by the day", shows([witness], open, "2024-01-31"), "gone"],
    ["down to the day before, by the day", shows([witness], open, "2024-02-01"), "unproven"],
    [
      "so far down, but out of order",
      shows([witness], { ...open, isOrdered: false }, dayBefore),
      "unproven",
    ],
    [
      "so far down, but something left meanwhile",
      shows([witness], { ...open, hasShrunk: true }, dayBefore),
      "unproven",
    ],
    ["whole, without the job that lives", shows([stranger]), "unproven"],
    ["so far down, without the job that lives", shows([stranger], open, dayBefore), "unproven"],
  ])("%s: %s", (_name, listing, verdict) => {
    expect(judgeListing(job, [witness], created, listing)).toBe(verdict);
  });

  test("is enough with one of several jobs that live: others may be another account's", () => {
    expect(judgeListing(job, [stranger, witness], created, shows([witness]))).toBe("gone");
  });

  test("that is whole and empty proves it where no other job is known to live", () => {
    expect(judgeListing(job, [], created, shows([]))).toBe("gone");
  });

  test("must be whole where nobody knows when the job was created", () => {
    const listing = shows([witness], open, "2000-01-01");
    expect(judgeListing(job, [witness], undefined, listing)).toBe("unproven");
  });
});
