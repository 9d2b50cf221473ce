import { caveatsOf, noOrphansWords } from "../../../cli/orphans/caveats";
import type { Held, Orphan } from "../../../cli/orphans/decideOrphans";

const orphan = (uuid: string, held?: Held): Orphan => ({ job: { uuid }, held }) as Orphan;

const whole = { complete: true, outOfScope: 0 };

test("nothing is said of a report that is whole", () => {
  expect(caveatsOf({ ...whole, orphans: [orphan("a")] }, true)).toEqual([]);
});

test("jobs that are held back are named with the reason and the next step", () => {
  const orphans = [
    ...[orphan("a", "beingCreated"), orphan("b", "unknownStack"), orphan("c")],
    orphan("d", "heldElsewhere"),
  ];
  expect(caveatsOf({ ...whole, orphans }, true)).toEqual([
    "Possibly being created by a run right now: a. `sweep --cancel --yes` does not touch this. Wait " +
      "until the run has ended. If it was killed, run `pulumi up` in that stack, which takes the job " +
      "over. If it does not, because the resource has left the program or the stack was renamed, cancel " +
      "the job with `sweep --cancel`, which asks first, or add --being-created to --yes.",
    "Held by a resource of a stack that was not read, according to this machine's journal: d. " +
      "`sweep --cancel --yes` does not touch this. Read that stack too, with another --project or " +
      "--state. If it was removed, name it with another --stack.",
    "Of a stack whose state was not read: b. `sweep --cancel --yes` does not touch this. Read it " +
      "with --project or --state. If the stack was removed or renamed, name it as it was with --stack.",
  ]);
});

test("of many jobs the first ten are named", () => {
  const orphans = Array.from({ length: 12 }, (_, index) => orphan(`job-${index}`, "unknownStack"));
  expect(caveatsOf({ ...whole, orphans }, true)[0]).toContain("job-9 and 2 more.");
});

test("a list that is not whole, no state, and jobs outside of the scope are said", () => {
  const report = { complete: false, outOfScope: 1, orphans: [orphan("a")] };
  expect(caveatsOf(report, false)).toEqual([
    "The service did not list all jobs of the account: there may be more orphans.",
    "No state was read, so jobs that a stack holds are listed too.",
    "Not shown: 1 live job of stacks that were not read or not asked for. --all shows them.",
  ]);
});

test("no orphans of what was read is not said as if there were none at all", () => {
  expect([noOrphansWords({ outOfScope: 0 }), noOrphansWords({ outOfScope: 2 })]).toEqual([
    "No orphans.",
    "No orphans of the stacks that were read.",
  ]);
});
