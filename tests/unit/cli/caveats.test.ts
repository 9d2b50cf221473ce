import { caveatsOf, noOrphansWords } from "../../../cli/orphans/caveats";
import type { Held, Orphan } from "../../../cli/orphans/decideOrphans";

const DEV = "organization/lab/dev";

const orphan = (uuid: string, held?: Held, stack?: string, requestedFor?: string): Orphan =>
  ({ job: { uuid }, held, isStackRead: stack !== undefined, requestedFor }) as Orphan;

const whole = { complete: true, outOfScope: 0 };

test("nothing is said of a report that is whole", () => {
  expect(caveatsOf({ ...whole, orphans: [orphan("a")] }, true)).toEqual([]);
});

test("jobs that are held back are named with the reason and the next step", () => {
  const orphans = [
    ...[orphan("a", "beingCreated", DEV), orphan("b", "unknownStack"), orphan("c")],
    orphan("d", "heldElsewhere", DEV),
  ];
  expect(caveatsOf({ ...whole, orphans }, true)).toEqual([
    "Possibly being created by a run right now: a. Wait until that run has ended. If it was killed: " +
      "`pulumi up` takes the job over, unless the resource has left the program; or run `sweep " +
      "--cancel` and answer y, or add --being-created to --yes.",
    "Held by a resource of a stack that was not read, according to this machine's journal: d. " +
      "`sweep` never cancels such a job. Read that stack too, with another --project or --state. If " +
      "it was removed, name it with another --stack.",
    "Of a stack whose state was not read: b. `sweep --cancel` leaves such a job alone. Read its stack " +
      "with --project or --state. If the stack was renamed or removed, name it as it was: --stack " +
      "organization/project/old-name (with Pulumi Cloud, your organization). Without its name, " +
      "`sweep --all --cancel` asks about such jobs by themselves.",
  ]);
});

test("a job of another backend is named with the way that works: reading another stack is none", () => {
  const theirs: Orphan = { ...orphan("b", "heldElsewhere", DEV), isOfOtherBackend: true };
  const lines = caveatsOf({ ...whole, orphans: [orphan("a", "heldElsewhere", DEV), theirs] }, true);
  expect(lines).toEqual([
    expect.stringMatching(/^Held by a resource of a stack that was not read, .*: a\. /),
    "Requested or held by a stack of another backend, according to this machine's journal: b. `sweep` " +
      "never cancels such a job. Run it with that backend: it reads the states there. If no stack of " +
      "that backend has the job, cancel it in the console.",
  ]);
});

describe("a job whose stack was renamed or removed", () => {
  test("is never said to be taken over by `pulumi up`", () => {
    const orphans = [orphan("a", "beingCreated"), orphan("b", "unknownStack")];
    const lines = caveatsOf({ ...whole, orphans }, true);
    expect(lines).toHaveLength(2);
    expect(lines.join()).not.toContain("pulumi up");
  });

  test("of a create that had begun is ended under the old name of its stack", () => {
    const orphans = [orphan("a", "beingCreated", undefined, "lab/old")];
    expect(caveatsOf({ ...whole, orphans }, true)).toEqual([
      "Possibly being created by a run right now: a. Wait until that run has ended. The stack was " +
        "renamed or removed since, so no run takes the job over. If the run was killed: name the " +
        "stack as it was, --stack organization/lab/old (with Pulumi Cloud, your organization); or run " +
        "`sweep --cancel` and answer y, or add --being-created to --yes.",
    ]);
  });

  test("is told with the name that the journal knows, one line a stack", () => {
    const orphans = [
      orphan("a", "unknownStack", undefined, "lab/old"),
      orphan("b", "unknownStack", undefined, "lab/older"),
      orphan("c", "unknownStack", undefined, "lab/old"),
    ];
    const lines = caveatsOf({ ...whole, orphans }, true);
    expect(lines).toMatchObject([
      expect.stringMatching(/: a, c\./),
      expect.stringMatching(/: b\./),
    ]);
    expect(lines[0]).toContain("as it was: --stack organization/lab/old (with");
    expect(lines[1]).toContain("as it was: --stack organization/lab/older (with");
  });
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
