// The rules of a purchase, checked in every order of what may go wrong. docs/decisions/0016
// explains what the model says and leaves out.
import { sizeOf } from "../../support/tally";
import { checkModel, hasModelChecker, type Bounds } from "./checkModel";

/** Acts of people and of fate; each more makes the search ten times as long. */
const ACTS = sizeOf("MODEL_ACTS", 2);
const few: Bounds = { acts: 2, runs: 2 };
const moreActs: Bounds = { acts: 3, runs: 2 };
const moreRuns: Bounds = { acts: 2, runs: 3 };

const aloneInTwoBackends = ["ON_ORPHAN_ADOPT", "TWO_BACKENDS", "NO_RENAME", "ONE_MACHINE"];

const settings: readonly { readonly title: string; readonly flags: readonly string[] }[] = [
  { title: "one backend and two machines with a journal each", flags: [] },
  { title: "another machine without a journal", flags: ["NO_JOURNAL_ON_1"] },
  { title: "two backends with equal names", flags: ["TWO_BACKENDS"] },
  { title: "a second command beside the first", flags: ["SECOND_ENGINE"] },
  { title: "reads that answer 404 for a live job", flags: ["GET_MAY_BE_BLIND"] },
  { title: "a backend that cannot be told", flags: ["PLACE_MAY_BE_UNKNOWN"] },
  { title: "onOrphan: ignore", flags: ["ON_ORPHAN_IGNORE"] },
  { title: "onOrphan: adopt, for a stack that is its user's alone", flags: aloneInTwoBackends },
  {
    title: "a purchase of long ago that was adopted elsewhere",
    flags: ["ADOPTED_ELSEWHERE", "POSTED_LONG_AGO"],
  },
];

/** A rule that is easily got wrong, and the property that has to fail with it. */
interface Mistake {
  readonly title: string;
  readonly broken: "S1" | "S2" | "S3" | "S4";
  readonly flags: readonly string[];
  readonly bounds?: Bounds;
}

const mistakes: readonly Mistake[] = [
  {
    title: "adopts a job that a state may have been told of",
    broken: "S2",
    flags: ["MUTATE_TOLD"],
    bounds: moreActs,
  },
  {
    title: "adopts a job after a proper end of the run that bought it",
    broken: "S2",
    flags: ["MUTATE_SETTLED"],
  },
  { title: "adopts a job that a state has shown", broken: "S2", flags: ["MUTATE_TRACKED"] },
  {
    title: "never notes that the engine was told",
    broken: "S2",
    flags: ["MUTATE_NEVER_TOLD"],
  },
  {
    title: "believes what another backend's run wrote",
    broken: "S2",
    flags: ["MUTATE_PLACE", "TWO_BACKENDS"],
  },
  { title: "counts what a preview was shown", broken: "S1", flags: ["MUTATE_PREVIEW"] },
  {
    title: "takes a living process for dead",
    broken: "S2",
    flags: ["MUTATE_ALIVE", "SECOND_ENGINE"],
  },
  { title: "buys beside a job that nobody knows", broken: "S1", flags: ["MUTATE_UNKNOWN"] },
  { title: "looks for its jobs by their markers alone", broken: "S1", flags: ["TEXT_HOLDER"] },
  { title: "believes a list that lags", broken: "S1", flags: ["TEXT_BY_UUID"] },
  {
    title: "believes one 404",
    broken: "S1",
    flags: ["TEXT_404", "GET_MAY_BE_BLIND"],
    bounds: moreActs,
  },
  {
    title: "adopts for onOrphan what another backend's run bought",
    broken: "S2",
    flags: ["TEXT_OTHER_PLACE", ...aloneInTwoBackends],
  },
  {
    title: "ends a job that the resource holds by another record",
    broken: "S2",
    flags: ["TEXT_SHARED"],
    bounds: moreRuns,
  },
  { title: "forgets that a request was sent twice", broken: "S3", flags: ["TEXT_TWICE"] },
  {
    title: "lists the jobs before it claims the purchase",
    broken: "S1",
    flags: ["TEXT_CLAIM", "SECOND_ENGINE"],
  },
  {
    title: "buys while the job of a killed run may not be listed yet",
    broken: "S1",
    flags: ["TEXT_UNSEEN"],
  },
  {
    title: "names interrupted purchases of its own stack alone",
    broken: "S3",
    flags: ["TEXT_PLACE_WIDE"],
  },
  {
    title: "names interrupted purchases in a create alone",
    broken: "S3",
    flags: ["TEXT_NO_CREATE"],
  },
  { title: "names no way out but refresh and adopt", broken: "S4", flags: ["TEXT_WAYS"] },
  {
    title: "takes a backend that cannot be told for another one",
    broken: "S1",
    flags: ["TEXT_UNKNOWN", "PLACE_MAY_BE_UNKNOWN"],
    bounds: moreActs,
  },
  {
    title: "cancels a duplicate although a person has adopted one of the two",
    broken: "S2",
    flags: ["TEXT_DECIDED", "TWO_BACKENDS"],
    bounds: moreActs,
  },
  { title: "believes a killed run for ever", broken: "S2", flags: ["ADOPTED_ELSEWHERE"] },
];

const withChecker = hasModelChecker ? describe : describe.skip;
jest.setTimeout(600_000);

withChecker("the rules of a purchase", () => {
  test.each(settings)("hold in every order of events, with $title", async ({ flags }) => {
    expect(await checkModel(flags, { ...few, acts: ACTS })).toEqual({ holds: true, story: [] });
  });
});

withChecker("the model checker finds a provider that", () => {
  test.each(mistakes)("$title", async ({ broken, flags, bounds = few }) => {
    const { holds, story } = await checkModel(flags, bounds);
    expect(holds).toBe(false);
    const violations = story.filter((line) => /^S\d: /.test(line));
    expect(violations).toEqual([expect.stringContaining(`${broken}: `)]);
  });
});
