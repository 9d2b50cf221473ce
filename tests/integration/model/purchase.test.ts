// The rules of a purchase, checked in every order of what may go wrong. What the model says and leaves
// out is told in docs/decisions/0016.
import { sizeOf, tally } from "../../tally";
import { checkModel, hasModelChecker, type Bounds } from "./checkModel";

/** Acts of people and of fate; each more takes ten times as long. */
const ACTS = sizeOf("MODEL_ACTS", 2);

const settings: readonly (readonly [title: string, ...flags: string[]])[] = [
  ["one backend, two machines with a journal each"],
  ["another machine without a journal", "NO_JOURNAL_ON_1"],
  ["two backends with equal names", "TWO_BACKENDS"],
  ["a second command beside the first", "SECOND_ENGINE"],
  ["reads that answer 404 for a live job", "GET_MAY_BE_BLIND"],
  ["a backend that cannot be told", "PLACE_MAY_BE_UNKNOWN"],
  ["onOrphan: ignore", "ON_ORPHAN_IGNORE"],
  [
    "onOrphan: adopt, for a stack that is its user's alone",
    ...["ON_ORPHAN_ADOPT", "TWO_BACKENDS", "NO_RENAME", "ONE_MACHINE"],
  ],
  ["a purchase of long ago, adopted elsewhere", "ADOPTED_ELSEWHERE", "POSTED_LONG_AGO"],
];

const usual: Bounds = { acts: 2, runs: 2 };

/** Rules that are easily got wrong, each of them wrong by itself. */
const mistakes: readonly (readonly [
  title: string,
  found: string,
  flags: readonly string[],
  bounds?: Bounds,
])[] = [
  ["adopts a job that a state may have been told of", "S2", ["MUTATE_TOLD"], { acts: 3, runs: 2 }],
  ["adopts a job after a proper end of the run that bought it", "S2", ["MUTATE_SETTLED"]],
  ["adopts a job that a state has shown", "S2", ["MUTATE_TRACKED"]],
  ["never notes that the engine was told", "S2", ["MUTATE_NEVER_TOLD"]],
  ["believes what another backend's run wrote", "S2", ["MUTATE_PLACE", "TWO_BACKENDS"]],
  ["counts what a preview was shown", "S1", ["MUTATE_PREVIEW"]],
  ["takes a living process for dead", "S2", ["MUTATE_ALIVE", "SECOND_ENGINE"]],
  ["buys beside a job that nobody knows", "S1", ["MUTATE_UNKNOWN"]],
  ["looks for its jobs by their markers alone", "S1", ["TEXT_HOLDER"]],
  ["believes a list that lags behind the journal", "S1", ["TEXT_BY_UUID"]],
  ["believes one 404", "S1", ["TEXT_404", "GET_MAY_BE_BLIND"], { acts: 3, runs: 2 }],
  [
    "adopts for onOrphan what another backend's run bought",
    ...([
      "S2",
      ["TEXT_OTHER_PLACE", "ON_ORPHAN_ADOPT", "TWO_BACKENDS", "NO_RENAME", "ONE_MACHINE"],
    ] as const),
  ],
  [
    "ends a job that the resource holds by another record",
    "S2",
    ["TEXT_SHARED"],
    { acts: 2, runs: 3 },
  ],
  ["forgets that a request was sent twice", "S3", ["TEXT_TWICE"]],
  ["lists the jobs before it claims the purchase", "S1", ["TEXT_CLAIM", "SECOND_ENGINE"]],
  ["buys while a killed run's request may yet show", "S1", ["TEXT_UNSEEN"]],
  ["warns of interrupted purchases of this stack's name alone", "S3", ["TEXT_PLACE_WIDE"]],
  ["warns of interrupted purchases in a create alone", "S3", ["TEXT_NO_CREATE"]],
  ["names no way out but refresh and adopt", "S4", ["TEXT_WAYS"]],
  ["believes a killed run for ever", "S2", ["ADOPTED_ELSEWHERE"]],
];

let survived = 0;
afterAll(() => {
  const tried = settings.length + mistakes.length;
  tally({ suite: "model", tried, survived, skipped: hasModelChecker ? 0 : tried });
});

const withChecker = hasModelChecker ? describe : describe.skip;
jest.setTimeout(ACTS > 2 ? 1_200_000 : 240_000);

withChecker("the rules of a purchase", () => {
  test.each(settings)("hold in every order of events, with %s", async (_title, ...flags) => {
    expect(await checkModel(flags, { ...usual, acts: ACTS })).toEqual({ holds: true, story: [] });
    survived += 1;
  });
});

withChecker("the checker finds a provider that", () => {
  test.each(mistakes)("%s", async (_title, found, flags, bounds = usual) => {
    const { holds, story } = await checkModel(flags, bounds);
    expect(holds).toBe(false);
    expect(story.filter((line) => /^S\d:/.test(line))).toEqual([
      expect.stringMatching(new RegExp(`^${found}:`)),
    ]);
    survived += 1;
  });
});
